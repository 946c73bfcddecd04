using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Runs;
using LongTail.Stages;
using LongTail.Store;
using static TorchSharp.torch;

namespace LongTail.Tests.Runs;

/// <summary>Training that starts from weights in a file.</summary>
public sealed class PretrainedStartTests : IDisposable
{
    static readonly PretrainedStart s_start = new("weights.safetensors");

    readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    // A head alone is trained, so that what was loaded is still there.
    [Fact]
    public void Features_are_those_of_the_file_for_teacher_and_student_alike()
    {
        using NamedTensors file = Write(classes: 10);
        StageResult[] results = [.. _workshop.Run(Plan(new BalancedDistillation(), s_start))];
        Assert.Equal(2, results.Length);
        foreach (StageResult result in results)
        {
            using NamedTensors trained = Last(result);
            foreach ((string name, Tensor weights) in file.Tensors.Where(pair => pair.Key.EndsWith("weight", StringComparison.Ordinal)))
                Assert.Equal(!name.StartsWith("linear.", StringComparison.Ordinal), weights.equal(trained.Tensors[name]).all().item<bool>());
        }
    }

    [Fact]
    public void A_larger_teacher_starts_from_its_own_file()
    {
        const string Name = "teacher.safetensors";
        CifarResNet deeper = new() { Depth = 14, Width = 2 };
        using NamedTensors student = Write(classes: 10), teacher = Write(classes: 10, seed: 9, file: Name, network: deeper);
        Recipe recipe = Workshop.Recipe(new BalancedDistillation { TeacherNetwork = deeper }) with { Pretrained = s_start, TeacherPretrained = new(Name), Trained = TrainedPart.Head };
        StageResult[] results = [.. _workshop.Run(_workshop.Plan([recipe]))];
        foreach ((StageResult result, NamedTensors file) in results.Zip([teacher, student]))
        {
            using NamedTensors trained = Last(result);
            Assert.Equal(file.Tensors.Count, trained.Tensors.Count);
            foreach (string name in file.Tensors.Keys.Where(name => name.Contains("conv", StringComparison.Ordinal)))
                TensorAssert.Close(file.Tensors[name], trained.Tensors[name], 0, 0);
        }
    }

    [Fact]
    public void A_teachers_weights_that_are_missing_or_of_another_network_are_told_by_their_setting()
    {
        const string Name = "teacher.safetensors";
        using NamedTensors student = Write(classes: 10);
        Recipe recipe = Workshop.Recipe(new BalancedDistillation { TeacherNetwork = new CifarResNet { Depth = 14, Width = 2 } }) with { Pretrained = s_start, TeacherPretrained = new(Name) };
        Assert.EndsWith("Check network.weights and network.teacherWeights.", Assert.Throws<ModelFileException>(() => _workshop.Plan([recipe])).Message, StringComparison.Ordinal);
        using NamedTensors other = Write(classes: 10, seed: 9, file: Name);   // of the student's network
        string message = Assert.Throws<ModelFileException>(() => _workshop.Run(_workshop.Plan([recipe]))).Message;
        Assert.Contains(Name, message, StringComparison.Ordinal);
        Assert.Contains("Missing: 'layer1.1.", message, StringComparison.Ordinal);
        Assert.EndsWith("method.teacherNetwork for network.teacherWeights).", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_refused_by_the_plan_before_a_teacher_is_trained()
    {
        using NamedTensors student = Write(classes: 10);
        student.Tensors["layer2.0.conv1.weight"][1, 0, 2, 2] = float.NaN;
        using (FileStream stream = File.Create(Path.Combine(_workshop.Data, s_start.File))) SafetensorsWriter.Write(stream, student.Tensors);
        string message = Assert.Throws<ModelFileException>(() => Plan(new BalancedDistillation(), s_start)).Message;
        Assert.Contains("found NaN or infinity in 'layer2.0.conv1.weight', expected finite weights", message, StringComparison.Ordinal);
    }

    [Theory, InlineData(ScalarType.Float16), InlineData(ScalarType.BFloat16)]
    public void Weights_of_16_bits_are_widened_and_of_64_refused(ScalarType type)
    {
        using NamedTensors file = Write(classes: 10, type: type);
        using NamedTensors trained = Last(_workshop.Run(Plan(new CrossEntropy(), s_start)).Single());
        Tensor weights = file.Tensors["layer2.0.conv1.weight"];
        using Tensor narrowed = weights.to(type), expected = narrowed.to(ScalarType.Float32);
        Assert.False(weights.equal(expected).all().item<bool>());
        TensorAssert.Close(expected, trained.Tensors["layer2.0.conv1.weight"], 0, 0);

        using NamedTensors wide = Write(classes: 10, seed: 8, type: ScalarType.Float64);
        string message = Assert.Throws<ModelFileException>(() => _workshop.Run(Plan(new CrossEntropy(), s_start))).Message;
        Assert.Contains("'conv1.weight': found Float64, expected Float32.", message, StringComparison.Ordinal);
        Assert.Contains("in numbers of another kind.", message, StringComparison.Ordinal);
        Assert.Contains("Save them in 32 bits where you trust the file, in Python: torch.save({name: value.float() ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_last_blocks_of_a_bilateral_network_begin_as_the_one()
    {
        using NamedTensors file = Write(classes: 10);
        using NamedTensors trained = Last(_workshop.Run(Plan(new BilateralBranch(), s_start with { FreshHead = true })).Single());
        Tensor block = file.Tensors["layer3.0.conv1.weight"];
        TensorAssert.Close(block, trained.Tensors["cb_block.conv1.weight"], 0, 0);
        TensorAssert.Close(block, trained.Tensors["rb_block.conv1.weight"], 0, 0);
    }

    [Fact]
    public void A_head_for_other_classes_is_replaced_only_when_asked()
    {
        using NamedTensors file = Write(classes: 7);
        string message = Assert.Throws<ModelFileException>(() => _workshop.Run(Plan(new CrossEntropy(), s_start))).Message;
        Assert.Contains("'linear.weight': found shape [7, 8], expected [10, 8].", message, StringComparison.Ordinal);
        Assert.Contains("'linear.bias': found shape [7], expected [10].", message, StringComparison.Ordinal);
        Assert.EndsWith("set network.replaceHead to true; otherwise name the network that the weights were trained as.", message, StringComparison.Ordinal);
        using NamedTensors trained = Last(_workshop.Run(Plan(new CrossEntropy(), s_start with { FreshHead = true })).Single());
        TensorAssert.Close(file.Tensors["conv1.weight"], trained.Tensors["conv1.weight"], 0, 0);
        Assert.Equal([10, 8], trained.Tensors["linear.weight"].shape);
    }

    [Fact]
    public void A_layer_that_a_method_adds_before_a_fresh_head_is_in_no_file()
    {
        using NamedTensors file = Write(classes: 7);
        StageResult[] results = [.. _workshop.Run(Plan(new OpenLongTail { Features = 6 }, s_start with { FreshHead = true }))];
        using NamedTensors first = Last(results[0]);
        TensorAssert.Close(file.Tensors["conv1.weight"], first.Tensors["conv1.weight"], 0, 0);
        Assert.Equal([6, 8], first.Tensors["fc_add.weight"].shape);
        Assert.Contains("'fc_add.weight'", Assert.Throws<ModelFileException>(() => _workshop.Run(Plan(new OpenLongTail { Features = 6 }, s_start))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_missing_and_unexpected_is_listed_and_counters_may_be_missing()
    {
        using (NamedTensors file = Write(classes: 10, name => name switch
               {
                   "layer1.0.conv1.weight" => "layer9.conv1.weight",
                   _ => name.EndsWith("num_batches_tracked", StringComparison.Ordinal) ? null : name,
               }))
        {
            string message = Assert.Throws<ModelFileException>(() => _workshop.Run(Plan(new CrossEntropy(), s_start))).Message;
            Assert.Contains("Missing: 'layer1.0.conv1.weight'. Unexpected: 'layer9.conv1.weight'. Name the network", message, StringComparison.Ordinal);
        }
        using NamedTensors whole = Write(classes: 10, name => name.EndsWith("num_batches_tracked", StringComparison.Ordinal) ? null : name);
        Assert.Single(_workshop.Run(Plan(new CrossEntropy(), s_start)));
    }

    [Fact]
    public void What_does_not_fit_is_told_when_the_plan_is_made()
    {
        using (NamedTensors other = Write(classes: 10, network: new() { Depth = 14, Width = 2 }))
            Assert.Contains("Unexpected: 'layer1.1.", Refused(), StringComparison.Ordinal);
        string path = Path.Combine(_workshop.Data, s_start.File);
        byte[] file = File.ReadAllBytes(path);
        File.WriteAllBytes(path, file[..^8]);
        Assert.Contains("bytes of numbers, expected", Refused(), StringComparison.Ordinal);
        File.WriteAllText(path, "<html>404</html>");
        Assert.Contains("found a web page or other markup, expected a safetensors file or a .pth", Refused(), StringComparison.Ordinal);
        File.Copy(TorchBytes.PathOf("script"), path, overwrite: true);
        Assert.Contains("found a TorchScript archive", Refused(), StringComparison.Ordinal);
        File.Copy(TorchBytes.PathOf("plain"), path, overwrite: true);
        Assert.Contains("Unexpected: 'conv.weight'.", Refused(), StringComparison.Ordinal);

        string Refused() => Assert.Throws<ModelFileException>(() => Plan(new BalancedDistillation(), s_start)).Message;
    }

    [Fact]
    public void However_many_names_do_not_fit_all_are_told()
    {
        using NamedTensors file = Write(classes: 10, name => "backbone." + name);
        string message = Assert.Throws<ModelFileException>(() => Plan(new CrossEntropy(), s_start)).Message;
        Assert.True(file.Tensors.Count > 20);
        foreach (string name in file.Tensors.Keys) Assert.Contains($"\n  Unexpected: 'backbone.{name}'.\n", message, StringComparison.Ordinal);
        Assert.DoesNotContain(" more.", message, StringComparison.Ordinal);
        Assert.Contains("\nName the network", message, StringComparison.Ordinal);
    }

    [Theory, InlineData(TrainedPart.Head), InlineData(TrainedPart.LastBlockAndHead)]
    public void A_part_is_trained_only_of_a_network_that_was_trained_before(TrainedPart part)
    {
        Recipe recipe = Workshop.Recipe(new CrossEntropy()) with { Trained = part };
        Assert.Contains("alone of a network with freshly drawn weights, expected features that were trained before. Name pretrained weights", Assert.Throws<RecipeException>(() => _workshop.Plan([recipe])).Message, StringComparison.Ordinal);
        using NamedTensors file = Write(classes: 10);
        Assert.Single(_workshop.Plan([recipe with { Pretrained = s_start }]).Stages);
        Assert.Equal(2, _workshop.Plan(new ClassifierRetraining()).Stages.Length);   // begins with its own first stage
    }

    [Fact]
    public void Other_weights_are_another_stage_and_another_place_is_not()
    {
        using NamedTensors first = Write(classes: 10);
        StageKey key = Key(s_start);
        File.Copy(Path.Combine(_workshop.Data, s_start.File), Path.Combine(_workshop.Folder, "copy.bin"));
        Assert.Equal(key, Key(new(Path.Combine(_workshop.Folder, "copy.bin"))));
        RunPlan before = Plan(new CrossEntropy(), s_start);
        using NamedTensors second = Write(classes: 10, seed: 8);
        Assert.NotEqual(key, Key(s_start));
        Assert.Contains("found other weights than when the run was planned", Assert.Throws<ModelFileException>(() => _workshop.Run(before)).Message, StringComparison.Ordinal);

        StageKey Key(PretrainedStart start) => Plan(new CrossEntropy(), start).Stages.Single().Stage.Key;
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_when_the_plan_is_made() =>
        Assert.Contains($"Found no file {Path.Combine(_workshop.Data, s_start.File)} and no file ", Assert.Throws<ModelFileException>(() => Plan(new CrossEntropy(), s_start)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_teacher_of_another_network_and_a_stage_that_follows_another_start_without_it()
    {
        Recipe recipe = Workshop.Recipe(new CrossEntropy()) with { Pretrained = s_start, Trained = TrainedPart.LastBlockAndHead };
        Stage student = new BalancedDistillation { TeacherNetwork = new CifarResNet { Depth = 14, Width = 2 } }.Plan(recipe);
        Assert.Equal((s_start, null), (student.Pretrained, student.Teachers.Single().Pretrained));
        PretrainedStart other = new("teacher.safetensors") { FreshHead = true };
        student = new BalancedDistillation { TeacherNetwork = new CifarResNet { Depth = 14, Width = 2 } }.Plan(recipe with { TeacherPretrained = other });
        Assert.Equal((s_start, other), (student.Pretrained, student.Teachers.Single().Pretrained));
        student = new BalancedDistillation().Plan(recipe with { TeacherPretrained = other });
        Assert.Equal(s_start, student.Teachers.Single().Pretrained);
        Stage retrained = new ClassifierRetraining().Plan(recipe);
        Assert.Equal((null, s_start, TrainedPart.Head), (retrained.Pretrained, retrained.StartFrom!.Pretrained, retrained.Trained));
        Assert.Equal(TrainedPart.LastBlockAndHead, retrained.StartFrom.Trained);
    }

    [Fact]
    public void A_head_with_a_rate_of_its_own_keeps_it_under_another_schedule()
    {
        OptimizerSpec whole = new() { LearningRate = 0.01, WarmupEpochs = 5 };
        Recipe recipe = Workshop.Recipe(new CrossEntropy()) with { Optimizer = whole with { Groups = [new("linear.", whole with { LearningRate = 0.3 })] } };
        OptimizerSpec head = new ClassifierRetraining().Plan(recipe).Optimizer.For("linear.weight");
        Assert.Equal((0.3, 0, new CosineSchedule()), (head.LearningRate, head.WarmupEpochs, head.Schedule));
        OptimizerSpec bilateral = new BilateralBranch { PublishedSchedule = true }.Plan(recipe).Optimizer.For("linear.weight");
        Assert.Equal((0.3, true), (bilateral.LearningRate, bilateral.Nesterov));
        OptimizerSpec bias = new FocalTraining { Form = FocalForm.Sigmoid }.Plan(recipe).Optimizer.For("linear.bias");
        Assert.Equal((0.3, 0), (bias.LearningRate, bias.WeightDecay));
    }

    RunPlan Plan(Method method, PretrainedStart start) =>
        _workshop.Plan([Workshop.Recipe(method) with { Pretrained = start, Trained = TrainedPart.Head }]);

    NamedTensors Write(int classes, Func<string, string?>? rename = null, int seed = 7, ScalarType type = ScalarType.Float32, string? file = null, CifarResNet? network = null)
    {
        using var scope = NewDisposeScope();
        using Network built = (network ?? new CifarResNet { Depth = 8, Width = 2 }).Build(1, classes, new(seed));
        NamedTensors weights = NetworkWeights.Snapshot(built);
        using FileStream stream = File.Create(Path.Combine(_workshop.Data, file ?? s_start.File));
        SafetensorsWriter.Write(stream, weights.Tensors.Where(pair => Name(pair.Key) is not null).ToDictionary(pair => Name(pair.Key)!, pair => pair.Value.is_floating_point() ? pair.Value.to(type) : pair.Value));
        return weights;

        string? Name(string name) => rename is null ? name : rename(name);
    }

    static NamedTensors Last(StageResult result) => SafetensorsReader.Read(Path.Combine(result.Folder, "last.safetensors"));
}
