using System.Runtime.CompilerServices;
using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

/// <summary>Large buffers ask Linux for large pages; what the system does with the hint changes no number.</summary>
public class PinnedArrayTests
{
    const string Pages = "/sys/kernel/mm/transparent_hugepage";

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(3 * PinnedArray.LargePage)]
    public void Zeros_OfAnyLength_AreZerosThatStay(int length)
    {
        float[] array = PinnedArray.Zeros<float>(length);
        nuint before = Address(array);
        GC.Collect();
        Assert.Equal(length, array.Length);
        Assert.False(array.AsSpan().ContainsAnyExcept(0f));
        Assert.Equal(before, Address(array));
    }

    [Fact]
    public void AskForLargePages_OfLessThanOne_AsksNothing() => Assert.False(PinnedArray.AskForLargePages(PinnedArray.Uninitialized<byte>(PinnedArray.LargePage - 1)));

    [Fact]
    public void Uninitialized_OfSeveralPages_IsMarkedForLargeOnes()
    {
        byte[] array = PinnedArray.Uninitialized<byte>(4 * PinnedArray.LargePage);
        Assert.Equal(Directory.Exists(Pages), PinnedArray.AskForLargePages(array)); // twice is as good as once; a system without them takes no hint
        if (Directory.Exists(Pages)) Assert.Contains("hg", FlagsOf(Address(array) + (2 * PinnedArray.LargePage)));
    }

    /// <summary>What the kernel says of the mapping that an address lies in.</summary>
    static string[] FlagsOf(nuint address)
    {
        bool here = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string[] range = words[0].Split('-');
            if (range.Length == 2) here = address >= nuint.Parse(range[0], System.Globalization.NumberStyles.HexNumber) && address < nuint.Parse(range[1], System.Globalization.NumberStyles.HexNumber);
            if (here && words[0] == "VmFlags:") return words;
        }

        return [];
    }

    static unsafe nuint Address<T>(T[] numbers)
        where T : unmanaged => (nuint)Unsafe.AsPointer(ref numbers[0]);
}
