namespace LongTail.Store;

/// <summary>The file operations whose order makes writing crash safe. A test puts itself in between and stops after any of them.</summary>
interface IDisk
{
    /// <summary>Makes one folder in an existing one.</summary>
    void CreateFolder(string path);

    /// <summary>Makes a new file for writing; fails when there is one.</summary>
    Stream CreateFile(string path);

    /// <summary>Returns when the file's bytes are on the medium.</summary>
    void Flush(Stream file);

    /// <summary>Returns when the names in the folder are on the medium.</summary>
    void FlushFolder(string path);

    /// <summary>Gives a folder another name beside it; fails when the name is taken.</summary>
    void RenameFolder(string from, string to);

    /// <summary>Gives a file another name beside it; replaces what has it.</summary>
    void RenameFile(string from, string to);

    /// <summary>Deletes a folder and all in it.</summary>
    void DeleteFolder(string path);

    /// <summary>Deletes a file.</summary>
    void DeleteFile(string path);
}
