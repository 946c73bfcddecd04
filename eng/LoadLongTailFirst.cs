using System.Runtime.CompilerServices;

/// <summary>
/// Compiled into every executable (see Directory.Build.targets). LongTail's module initializer must run before the first use of TorchSharp,
/// and a module initializer runs only when its own assembly is touched: this touches it when the executable starts.
/// </summary>
static class LoadLongTailFirst
{
#pragma warning disable CA2255 // That is the point.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Run() => RuntimeHelpers.RunModuleConstructor(typeof(LongTail.Native.TorchRuntime).Module.ModuleHandle);
}
