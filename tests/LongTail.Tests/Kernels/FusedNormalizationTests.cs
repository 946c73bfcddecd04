using LongTail.Kernels;
using LongTail.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Kernels;

/// <summary>The fused loops against torch's own operations in 64 bits.</summary>
public sealed class FusedNormalizationTests
{
    public static TheoryData<int, int, int, bool> Shapes => new()
    {
        { 2, 16, 8, false }, { 2, 16, 8, true },
        { 3, 32, 7, false }, { 3, 32, 7, true },          // a last block that is not full, rows that are no multiple of four
        { 40, 64, 5, false }, { 40, 64, 5, true },
        { 2, 16, 33, true }, { 1, 48, 3, true }, { 1, 2048, 2, false },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Forward_backward_and_running_moments_equal_torchs_own(int batch, int channels, int side, bool withResidual)
    {
        LoopsNeeded.OrSkip();
        using var scope = NewDisposeScope();
        Trial fused = new(batch, channels, side, withResidual, ScalarType.Float32), plain = new(batch, channels, side, withResidual, ScalarType.Float64);
        Result found = fused.Run(FusedNormalization.Apply), expected = plain.Run(PlainNormalization.Apply);
        foreach ((string name, Tensor value) in expected.All)
            Near(name, value, found.All[name], 2e-5);
        Assert.Equal(1, fused.Normalization.num_batches_tracked!.item<long>());
    }

    [Theory, MemberData(nameof(Shapes))]
    public void In_bfloat16_only_what_is_stored_is_rounded(int batch, int channels, int side, bool withResidual)
    {
        LoopsNeeded.OrSkip();
        using var scope = NewDisposeScope();
        Trial fused = new(batch, channels, side, withResidual, ScalarType.BFloat16), plain = new(batch, channels, side, withResidual, ScalarType.BFloat16);
        Result found = fused.Run(FusedNormalization.Apply), expected = plain.InDouble().Run(PlainNormalization.Apply);
        foreach ((string name, Tensor value) in expected.All)
            Near(name, value, found.All[name], name is "running mean" or "running variance" or "weight" or "bias" ? 1e-4 : 5e-3);
        Assert.Equal(ScalarType.BFloat16, found.All["output"].dtype);
        Assert.Equal(ScalarType.Float32, fused.Normalization.weight!.grad!.dtype);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Any_number_of_threads_gives_the_same_bits(bool withResidual)
    {
        LoopsNeeded.OrSkip();
        using var scope = NewDisposeScope();
        int before = get_num_threads();
        try
        {
            set_num_threads(1);
            Result one = new Trial(9, 32, 21, withResidual, ScalarType.Float32).Run(FusedNormalization.Apply);
            foreach (int threads in (int[])[2, 3, 7])
            {
                set_num_threads(threads);
                Result many = new Trial(9, 32, 21, withResidual, ScalarType.Float32).Run(FusedNormalization.Apply);
                foreach ((string name, Tensor value) in one.All)
                    Assert.True(value.eq(many.All[name]).all().item<bool>(), $"{name} differs between 1 and {threads} threads.");
            }
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Theory, InlineData(ScalarType.Float32), InlineData(ScalarType.BFloat16)]
    public void In_evaluation_the_running_moments_are_used(ScalarType type)
    {
        LoopsNeeded.OrSkip();
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Trial trial = new(3, 32, 7, withResidual: true, type), reference = new(3, 32, 7, withResidual: true, type);
        Trial exact = reference.InDouble();
        foreach (BatchNorm2d normalization in (BatchNorm2d[])[trial.Normalization, exact.Normalization])
        {
            normalization.eval();
            normalization.running_mean!.copy_(linspace(-1, 1, 32));
            normalization.running_var!.copy_(linspace(0.1, 3, 32));
        }
        Tensor expected = PlainNormalization.Apply(exact.Input, exact.Normalization, exact.Residual);
        Near("output", expected, NormalizedRelu.Apply(trial.Input, trial.Normalization, trial.Residual), type == ScalarType.Float32 ? 1e-6 : 5e-3);
    }

    [Fact]
    public void What_is_not_a_number_stays_so()
    {
        LoopsNeeded.OrSkip();
        using var scope = NewDisposeScope();
        Trial trial = new(2, 16, 4, withResidual: false, ScalarType.Float32);
        using (no_grad()) trial.Input[0, 3, 1, 1] = float.NaN;
        Tensor output = FusedNormalization.Apply(trial.Input, trial.Normalization, null);
        Assert.True(output.select(1, 3).isnan().all().item<bool>());
        Assert.False(output.select(1, 4).isnan().any().item<bool>());
    }

    [Fact]
    public void Other_layouts_types_and_channel_numbers_take_the_plain_way()
    {
        LoopsNeeded.OrSkip();
        using var scope = NewDisposeScope();
        Assert.True(FusedNormalization.Serves(ChannelsLast.Of(ones(2, 16, 4, 4)), null));
        Assert.False(FusedNormalization.Serves(ones(2, 16, 4, 4), null));
        Assert.False(FusedNormalization.Serves(ChannelsLast.Of(ones(2, 24, 4, 4)), null));
        Assert.False(FusedNormalization.Serves(ChannelsLast.Of(ones(2, 16, 4, 4, dtype: float64)), null));
        Assert.False(FusedNormalization.Serves(ChannelsLast.Of(ones(1, 16, 1, 1)), null));
        Assert.False(FusedNormalization.Serves(ChannelsLast.Of(ones(2, 16, 4, 4)), ones(2, 16, 4, 4)));
        Assert.False(FusedNormalization.Serves(ChannelsLast.Of(ones(2, 16, 4, 4)), ChannelsLast.Of(ones(1, 16, 4, 4))));
    }

    [Fact]
    public void No_tensor_is_left_behind_when_the_step_is_over()
    {
        LoopsNeeded.OrSkip();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int step = 0; step < 3; step++)
        {
            using var scope = NewDisposeScope();
            Trial trial = new(2, 16, 8, withResidual: true, ScalarType.Float32);
            trial.Run(FusedNormalization.Apply);
            trial.Normalization.Dispose();
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    static void Near(string name, Tensor expected, Tensor found, double relative)
    {
        Tensor difference = (expected.to(float64) - found.to(float64)).abs().max();
        double bound = relative * Math.Max(1e-3, expected.to(float64).abs().max().item<double>());
        Assert.True(difference.item<double>() <= bound, $"{name}: found a difference of {difference.item<double>()}, expected {bound} at most.");
    }

    delegate Tensor Normalize(Tensor input, BatchNorm2d normalization, Tensor? residual);

    sealed record Result(Dictionary<string, Tensor> All);

    /// <summary>One layer with its input; the numbers keep clear of the ReLU's corner, where rounding decides about gradients.</summary>
    sealed class Trial
    {
        public Trial(int batch, int channels, int side, bool withResidual, ScalarType type)
        {
            Normalization = nn.BatchNorm2d(channels);
            using IDisposable noGradient = no_grad();
            Normalization.weight!.copy_(linspace(0.5, 1.5, channels));
            Normalization.bias!.copy_(linspace(-0.5, 0.5, channels));
            long count = (long)batch * channels * side * side;
            Input = Rounded(arange(count, dtype: float64).mul(0.7).add(0.1).sin().mul(2).add(0.3), [batch, channels, side, side], type);
            Gradient = Rounded(arange(count, dtype: float64).mul(1.3).cos(), [batch, channels, side, side], type);
            if (withResidual) Residual = Rounded(arange(count, dtype: float64).mul(0.37).sin().sign().mul(20), [batch, channels, side, side], type);
            if (type == ScalarType.Float64) Normalization.to(float64);
        }

        Trial(Trial other)
        {
            Normalization = nn.BatchNorm2d(other.Input.size(1));
            using IDisposable noGradient = no_grad();
            Normalization.weight!.copy_(other.Normalization.weight!);
            Normalization.bias!.copy_(other.Normalization.bias!);
            Normalization.to(float64);
            Input = other.Input.to(float64);
            Gradient = other.Gradient.to(float64);
            Residual = other.Residual?.to(float64);
        }

        public BatchNorm2d Normalization { get; }

        public Tensor Input { get; }

        public Tensor Gradient { get; }

        public Tensor? Residual { get; }

        public Trial InDouble() => new(this);

        public Result Run(Normalize normalize)
        {
            Input.requires_grad_();
            Residual?.requires_grad_();
            // Numbers near the corner of the ReLU are left out of the comparison by their gradient.
            Tensor output = normalize(Input, Normalization, Residual);
            Tensor awayFromCorner = (Before(Input, Normalization, Residual).abs() > 0.05).to(Gradient.dtype);
            output.backward([Gradient * awayFromCorner]);
            Dictionary<string, Tensor> all = new()
            {
                ["output"] = output.detach(),
                ["input"] = Input.grad!,
                ["weight"] = Normalization.weight!.grad!,
                ["bias"] = Normalization.bias!.grad!,
                ["running mean"] = Normalization.running_mean!,
                ["running variance"] = Normalization.running_var!,
            };
            if (Residual is not null) all["residual"] = Residual.grad!;
            return new(all);
        }

        static Tensor Before(Tensor input, BatchNorm2d normalization, Tensor? residual)
        {
            using IDisposable noGradient = no_grad();
            Tensor exact = nn.functional.batch_norm(input.to(float64), zeros(input.size(1), dtype: float64), ones(input.size(1), dtype: float64),
                normalization.weight!.to(float64), normalization.bias!.to(float64), training: true);
            return residual is null ? exact : exact + residual.to(float64);
        }

        static Tensor Rounded(Tensor values, long[] shape, ScalarType type) => ChannelsLast.Of(values.reshape(shape).to(ScalarType.BFloat16).to(type));
    }
}
