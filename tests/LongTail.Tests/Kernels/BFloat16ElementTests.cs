using LongTail.Kernels;
using static TorchSharp.torch;

namespace LongTail.Tests.Kernels;

public sealed unsafe class BFloat16ElementTests
{
    [Fact]
    public void Rounding_equals_that_of_torch_for_numbers_ties_infinities_and_what_is_not_a_number()
    {
        LoopsNeeded.OrSkip();
        if (KernelSupport.HasWideVectors) RoundingEqualsThatOfTorch<Lanes16>();
        RoundingEqualsThatOfTorch<Lanes8>();
    }

    static void RoundingEqualsThatOfTorch<TLanes>() where TLanes : unmanaged, ILanes<TLanes>
    {
        float[] values = [.. Patterns().Select(BitConverter.UInt32BitsToSingle)];
        ushort[] stored = new ushort[values.Length];
        fixed (float* source = values)
        fixed (ushort* target = stored)
            for (int i = 0; i < values.Length; i += TLanes.Count) BFloat16Element.Store(target, i, TLanes.Load(source + i));

        using var scope = NewDisposeScope();
        float[] expected = [.. tensor(values).to(ScalarType.BFloat16).to(ScalarType.Float32).data<float>()];
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(float.IsNaN(expected[i]) ? "NaN" : $"{BitConverter.SingleToUInt32Bits(expected[i]):x8}",
                float.IsNaN(Widened(stored[i])) ? "NaN" : $"{BitConverter.SingleToUInt32Bits(Widened(stored[i])):x8}");
    }

    [Fact]
    public void What_is_read_is_what_was_stored()
    {
        LoopsNeeded.OrSkip();
        if (KernelSupport.HasWideVectors) WhatIsReadIsWhatWasStored<Lanes16>();
        WhatIsReadIsWhatWasStored<Lanes8>();
    }

    static void WhatIsReadIsWhatWasStored<TLanes>() where TLanes : unmanaged, ILanes<TLanes>
    {
        ushort[] stored = [.. Enumerable.Range(0, 65536).Select(bits => (ushort)bits)];
        float* read = stackalloc float[TLanes.Count];
        fixed (ushort* source = stored)
            for (int i = 0; i < stored.Length; i += TLanes.Count)
            {
                BFloat16Element.Load<TLanes>(source, i).Store(read);
                for (int lane = 0; lane < TLanes.Count; lane++) Assert.Equal((uint)stored[i + lane] << 16, BitConverter.SingleToUInt32Bits(read[lane]));
            }
    }

    static float Widened(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    // Every upper half, each with the lower halves around a tie.
    static IEnumerable<uint> Patterns() =>
        from upper in Enumerable.Range(0, 65536)
        from lower in (uint[])[0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF, 0x1234, 0xABCD]
        select ((uint)upper << 16) | lower;
}
