namespace Unfold.Training;

/// <summary>Where the rows of the data and their token ids are while a model trains. No result depends on it.</summary>
public enum DataStore
{
    /// <summary>In memory, or in a file where the tables are larger than a sixteenth of the memory that the process may use; a packed table counts four times.</summary>
    Auto,

    /// <summary>In memory.</summary>
    Memory,

    /// <summary>In a file in the run's folder, or among the temporary ones where there is none, that is read through a memory map and gone when the run ends.</summary>
    File,
}
