using LongTail.Foundation;
using LongTail.Tools.CutFashionLt;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: dotnet run --project tools/cut-fashion-lt -- FASHION_MNIST_FOLDER OUTPUT_FOLDER");
    return 2;
}

try
{
    foreach ((string name, byte[] contents) in FashionLtCut.Files(args[0]))
    {
        byte[] packed = SteadyGzip.Pack(contents);
        File.WriteAllBytes(Path.Combine(args[1], name + ".gz"), packed);
        Console.WriteLine($"{name}.gz: {packed.Length} bytes, {contents.Length} unpacked");
    }
    return 0;
}
catch (DataException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 3;
}
