using LongTail.Foundation;
using LongTail.Tools.WriteResults;

if (Request.Parse(args) is not { } request)
{
    Console.Error.WriteLine(Request.Usage);
    return 2;
}

try
{
    foreach (string name in ResultFolder.Write(request)) Console.WriteLine(Path.Combine(request.ResultFolder, name));
    return 0;
}
catch (Exception fault) when (fault is LongTailException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(fault.Message);
    return 3;
}
