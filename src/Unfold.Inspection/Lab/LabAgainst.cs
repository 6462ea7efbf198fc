namespace Unfold.Inspection;

/// <summary>Which gradient the hand-written one is put beside.</summary>
public enum LabAgainst
{
    /// <summary>That of the fused layers, in double precision.</summary>
    Fused,

    /// <summary>That of the network unfolded out of elementary operations on the tape.</summary>
    Tape,

    /// <summary>That of the fused layers in single precision: how far rounding alone takes it.</summary>
    Single,
}
