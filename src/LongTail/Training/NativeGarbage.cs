namespace LongTail.Training;

/// <summary>Frees the small native objects that TorchSharp leaves to finalizers.</summary>
/// <remarks>
/// Every number that is passed to a native call becomes a native object of 32 bytes, freed by its finalizer only. With the allocator
/// keeping large blocks on the heap, these crumbs lie between the activations and keep freed space from growing together again:
/// ResNet-32 at batch 128 then grew from 0.7 to 1.3 GB within 160 steps and went on. A collection of the youngest generation
/// every few steps (0.2 ms) holds it at 0.9 GB; see docs/decisions/0004.
/// </remarks>
static class NativeGarbage
{
#pragma warning disable RS0030 // no tensor waits for this: see above
    public static void Collect() => GC.Collect(0, GCCollectionMode.Forced, blocking: true);
#pragma warning restore RS0030
}
