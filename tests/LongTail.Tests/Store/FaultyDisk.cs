using LongTail.Store;

namespace LongTail.Tests.Store;

/// <summary>Fails at one step, and at all later ones when it is broken for good.</summary>
sealed class FaultyDisk(int failingStep, Exception fault, bool forGood) : IDisk
{
    int _step;

    public bool Failed => _step > failingStep;

    public void CreateFolder(string path) => Do(() => Disk.Machine.CreateFolder(path));

    public Stream CreateFile(string path)
    {
        Step();
        Stream file = Disk.Machine.CreateFile(path);
        return new TappedStream(file, path, bytes =>
        {
            try
            {
                Step();
            }
            catch (Exception)
            {
                file.Write(bytes.AsSpan(0, bytes.Length / 2));   // a failing write may still have written a part
                throw;
            }
        });
    }

    public void Flush(Stream file) => Step();   // only counted: it is slow, and nobody cuts the power here
    public void FlushFolder(string path) => Step();
    public void RenameFolder(string from, string to) => Do(() => Disk.Machine.RenameFolder(from, to));
    public void RenameFile(string from, string to) => Do(() => Disk.Machine.RenameFile(from, to));
    public void DeleteFolder(string path) => Do(() => Disk.Machine.DeleteFolder(path));
    public void DeleteFile(string path) => Do(() => Disk.Machine.DeleteFile(path));

    void Do(Action operation)
    {
        Step();
        operation();
    }

    void Step()
    {
        int step = _step++;
        if (step == failingStep || (forGood && step > failingStep)) throw fault;
    }
}
