using LongTail.Data;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Stages;

public sealed class TeacherTests : IDisposable
{
    const int Images = 40, Views = 6, Classes = 3;

    readonly DisposeScope _scope = NewDisposeScope();
    readonly Counting _network = new();

    public void Dispose()
    {
        _network.Dispose();
        _scope.Dispose();
        set_num_threads(1);
    }

    [Fact]
    public void It_is_asked_about_a_batch_once_however_many_students_want_to_know()
    {
        Teacher teacher = new(new(_network));
        Batch batch = Draw(0, 16);
        float[][] heard = [.. Enumerable.Range(0, 7).Select(_ =>
        {
            using DisposeScope step = NewDisposeScope();              // of one student
            return Read(teacher.Logits(batch));
        })];
        Assert.Equal([16], _network.Asked);
        Assert.All(heard, answer => Assert.Equal(heard[0], answer));
    }

    [Fact]
    public void Its_answer_is_gone_with_the_batch_and_nothing_else_stays()
    {
        Teacher teacher = new(new(_network), Memory());
        for (int batch = 0; batch < 20; batch++)
        {
            long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            Tensor answer;
            using (NewDisposeScope())
            {
                Batch drawn = Draw(batch, 16);
                using (NewDisposeScope()) answer = teacher.Logits(drawn);
                Assert.False(answer.IsInvalid);
            }
            Assert.True(answer.IsInvalid);
            Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
    }

    [Fact]
    public void Another_batch_is_another_question()
    {
        Teacher teacher = new(new(_network));
        Assert.NotEqual(Read(teacher.Logits(Draw(0, 16))), Read(teacher.Logits(Draw(1, 16))));
        Assert.Equal([16, 16], _network.Asked);
    }

    [Theory]
    [InlineData(1, 16), InlineData(15, 16), InlineData(16, 16), InlineData(17, 32), InlineData(64, 64)]
    public void The_network_sees_whole_blocks_and_the_answer_has_the_rows_of_the_batch(int images, int seen)
    {
        float[] answer = Read(new Teacher(new(_network)).Logits(Draw(0, images)));
        Assert.Equal([seen], _network.Asked);
        Assert.Equal(Expected(Draw(0, images)), answer);
    }

    [Fact]
    public void With_a_memory_it_says_the_same_and_is_asked_about_each_view_of_each_image_once()
    {
        Teacher remembering = new(new(_network), Memory());
        Tell(remembering, batches: 200);
        // 16 of the first batch are asked about twice; blocks are filled up with images that are known.
        Assert.InRange(_network.Distinct.Count, 1, Images * Views);
        Assert.Equal(16 + _network.Distinct.Count, _network.Fresh);
        _network.Asked.Clear();
        Tell(remembering, batches: 200);
        Assert.Equal(0, _network.Asked.Sum());
    }

    [Fact]
    public void A_memory_that_is_full_keeps_what_it_has_and_stays_exact()
    {
        TeacherMemory memory = Memory(slots: 60);
        Teacher remembering = new(new(_network), memory);
        Tell(remembering, batches: 200);
        _network.Asked.Clear();
        (long found, long asked) = (memory.Slots.Found, memory.Slots.NotFound);
        Tell(remembering, batches: 100);
        double share = (double)(memory.Slots.Found - found) / (memory.Slots.Found - found + memory.Slots.NotFound - asked);
        Assert.InRange(share, 60.0 / 240 - 0.05, 60.0 / 240 + 0.05);
    }

    [Theory]
    [InlineData(true, false, 32), InlineData(false, true, 16), InlineData(false, true, 17), InlineData(false, true, 32), InlineData(false, true, 39)]
    public void Where_an_answer_depends_on_the_company_or_the_place_nothing_is_remembered(bool company, bool place, int size)
    {
        (_network.DependsOnCompany, _network.DependsOnPlace) = (company, place);
        Teacher remembering = new(new(_network), Memory()), forgetting = new(new(_network));
        for (int batch = 0; batch < 5; batch++)
            Assert.Equal(Read(forgetting.Logits(Draw(batch % 2, size))), Read(remembering.Logits(Draw(batch % 2, size))));
    }

    [Fact]
    public void A_batch_without_views_is_asked_about_as_a_whole()
    {
        Teacher teacher = new(new(_network), Memory());
        foreach (int _ in Enumerable.Range(0, 3)) teacher.Logits(Draw(0, 16) with { Views = null });
        Assert.Equal([16, 16, 16], _network.Asked);
    }

    [Theory]
    [InlineData(0), InlineData(1000)]
    public void Without_room_for_a_view_of_each_image_there_is_no_memory(long bytes) =>
        Assert.Null(TeacherMemory.Within(bytes, Images, Views, Classes, CPU));

    // What remembering rests on: convolutions, means and the last product treat each image as if it were alone.
    [Theory]
    [InlineData(1, 32, 10), InlineData(2, 32, 10), InlineData(2, 8, 100)]
    public void What_a_residual_network_says_of_an_image_depends_neither_on_the_others_nor_on_their_number(int threads, int depth, int classes)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "libtorch for Windows rounds the last product of ten classes by the row's place; the first batch tells, and nothing is remembered.");
        set_num_threads(threads);
        using Network network = new CifarResNet { Depth = depth }.Build(3, classes, new(0));
        ChannelsLast.Apply(network);
        Tensor images = ChannelsLast.Of(sin(arange(128L * 3 * 32 * 32, float32).reshape(128, 3, 32, 32) * 0.7f).mul(2));
        network.train();
        using (no_grad()) network.forward(images);                    // statistics that are not those of a fresh network
        FrozenNetwork frozen = new(network);
        float[] whole = Read(frozen.Logits(images));
        Assert.Equal(128 * classes, whole.Distinct().Count(), 128.0 * classes / 10);
        foreach (int size in (int[])[16, 32, 48, 80, 112])
            for (int start = 0; start + size <= 128; start += 16)
                Assert.Equal(whole[(start * classes)..((start + size) * classes)], Read(frozen.Logits(images.narrow(0, start, size))));
        foreach (int by in (int[])[1, 7, 63])                         // in another place of the batch
        {
            float[] rolled = Read(frozen.Logits(ChannelsLast.Of(images.roll(by, 0))));
            float[] back = [.. rolled[(by * classes)..], .. rolled[..(by * classes)]];
            Assert.Equal(whole, back);
        }
    }

    // A plain teacher is asked beside it about everything.
    static void Tell(Teacher remembering, int batches)
    {
        for (int batch = 0; batch < batches; batch++)
        {
            using DisposeScope scope = NewDisposeScope();
            Batch drawn = Draw(batch, 40 - batch % 40);
            Assert.Equal(Expected(drawn), Read(remembering.Logits(drawn)));
        }
    }

    static TeacherMemory Memory(int slots = Images * Views) =>
        TeacherMemory.Within(Images * Views * sizeof(int) + slots * Classes * sizeof(float), Images, Views, Classes, CPU)!;

    // Some images more than once, also in the same view. The pixels are the image's and view's numbers.
    static Batch Draw(int batch, int size)
    {
        CounterRandom random = new((ulong)batch);
        int[] images = [.. Enumerable.Range(0, size).Select(row => random.Below((ulong)row, Images))];
        int[] views = [.. Enumerable.Range(0, size).Select(row => random.Below((ulong)(1000 + row), Views))];
        Tensor pixels = tensor(images.Zip(views, (image, view) => (float)(Views * image + view)).ToArray()).reshape(size, 1, 1, 1);
        return new(pixels, zeros(size, int64), tensor(images.Select(image => (long)image).ToArray()), new([.. images], [.. views], Views));
    }

    static float[] Expected(Batch batch) => Read(Counting.Answer(batch.Images));

    static float[] Read(Tensor values) => [.. values.contiguous().data<float>()];

    /// <summary>Answers with functions of the pixel, and counts what it is asked.</summary>
    sealed class Counting() : Network(nameof(Counting))
    {
        public bool DependsOnCompany { get; set; }

        /// <summary>Rows of odd number get another answer, as by products that take rows by twos.</summary>
        public bool DependsOnPlace { get; set; }

        /// <summary>Sizes of the questions.</summary>
        public List<int> Asked { get; } = [];

        /// <summary>Pixels it was asked about.</summary>
        public HashSet<float> Distinct { get; } = [];

        /// <summary>Rows asked about that are no repetition of the row before.</summary>
        public int Fresh { get; private set; }

        public static Tensor Answer(Tensor images) => images.flatten(1) * tensor((float[])[1, 0.5f, -2]) + 1;

        public override Tensor Features(Tensor images)
        {
            float[] pixels = Read(images);
            Asked.Add(pixels.Length);
            Distinct.UnionWith(pixels);
            Fresh += pixels.Where((pixel, row) => row == 0 || pixel != pixels[row - 1]).Count();
            if (DependsOnPlace) images += arange(pixels.Length).remainder(2).reshape(-1, 1, 1, 1);
            return DependsOnCompany ? images + images.sum() : images;
        }

        public override Tensor Classify(Tensor features) => Answer(features);
    }
}
