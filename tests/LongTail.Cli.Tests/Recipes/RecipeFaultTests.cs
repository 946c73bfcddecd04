using LongTail.Cli.Tests.Fakes;
using LongTail.Foundation;
using LongTail.Recipes;

namespace LongTail.Cli.Tests.Recipes;

/// <summary>Every fault names where it is, what was found and what is expected.</summary>
public sealed class RecipeFaultTests
{
    [Theory]
    [InlineData("""{ "epoch": 3 }""", "unknown key \"epoch\". Did you mean epochs?")]
    [InlineData("""{ "optimiser": { "momentum": 0.9 } }""", "unknown key \"optimiser\". Did you mean optimizer?")]
    [InlineData("""{ "optimizer": { "learningrate": 0.1 } }""", "unknown key \"optimizer.learningrate\". Did you mean optimizer.learningRate?")]
    [InlineData("""{ "method": { "nam": "ce" } }""", "unknown key \"method.nam\". Did you mean method.name?")]
    [InlineData("""{ "optimizer.momentum": 0.9 }""", "unknown key \"optimizer.momentum\"")]
    [InlineData("""{ "temperature": 2 }""", "unknown key \"temperature\"")]
    [InlineData("""{ "epochs": 3, "epochs": 4 }""", "the key \"epochs\" twice")]
    [InlineData("""{ "data": { "set": "cifar10", "set": "cifar10" } }""", "the key \"data.set\" twice")]
    [InlineData("""{ "data": {}, "data": {} }""", "the key \"data\" twice")]
    [InlineData("""{ "data": "cifar10" }""", "data: found text, expected an object")]
    [InlineData("""{ "extends": 3 }""", "extends: found a number, expected the name or path of a recipe")]
    [InlineData("""[ 1 ]""", "found a list, expected an object")]
    [InlineData("""{ "epochs": NaN }""", "line 1, column 13: found no valid JSON")]
    [InlineData("{ \"epochs\": 3,\n  \"seed\" 4 }", "line 2, column 10: found no valid JSON")]
    [InlineData("", "found no valid JSON")]
    [InlineData("""{ "epochs": [[[[[[[[[1]]]]]]]]] }""", "maximum configured depth of 8")]
    public void A_malformed_recipe_is_refused(string text, string fault) => AssertRefused(text, fault);

    [Theory]
    [InlineData("\"epochs\": 0", "epochs: found 0, expected a whole number from 1 to 1000000")]
    [InlineData("\"epochs\": 1.5", "epochs: found 1.5, expected a whole number")]
    [InlineData("\"epochs\": \"many\"", "epochs: found \"many\", expected a whole number")]
    [InlineData("\"epochs\": null", "epochs: found null, expected a whole number")]
    [InlineData("\"epochs\": { \"a\": 1 }", "epochs: found an object, expected a whole number")]
    [InlineData("\"epochs\": 1e999", "epochs: found 1e999, expected a whole number")]
    [InlineData("\"batchSize\": -1", "batchSize: found -1, expected a whole number from 1 to 65536")]
    [InlineData("\"seed\": 3000000000", "seed: found 3000000000, expected a whole number")]
    [InlineData("\"evaluateEvery\": 0", "evaluateEvery: found 0, expected a whole number of 1 or more")]
    [InlineData("\"sampling\": \"random\"", "sampling: found \"random\", expected instance, class-balanced, reversed or square-root")]
    [InlineData("\"name\": \"../x\"", "name: found \"../x\", expected 1 to 100 letters")]
    [InlineData("\"name\": \"\"", "name: found \"\", expected 1 to 100 letters")]
    [InlineData("\"network\": { \"name\": \"resnet33\" }", "network.name: found \"resnet33\", expected resnet and a depth of 6 n + 2 layers")]
    [InlineData("\"network\": { \"name\": \"vgg\" }", "network.name: found \"vgg\", expected resnet and a depth")]
    [InlineData("\"network\": { \"width\": 15 }", "network.width: found 15, expected an even number from 2 to 1024")]
    [InlineData("\"network\": { \"head\": \"linear\", \"scale\": 16 }", "network.scale: found 16, which counts only where network.head is cosine; here it is linear")]
    [InlineData("\"optimizer\": { \"learningRate\": 0 }", "optimizer.learningRate: found 0, expected a number above 0 to 1000")]
    [InlineData("\"optimizer\": { \"momentum\": 1 }", "optimizer.momentum: found 1, expected a number from 0 to below 1")]
    [InlineData("\"optimizer\": { \"weightDecay\": -1e-4 }", "optimizer.weightDecay: found -1e-4, expected a number from 0 to 1")]
    [InlineData("\"optimizer\": { \"nesterov\": 1 }", "optimizer.nesterov: found 1, expected true or false")]
    [InlineData("\"optimizer\": { \"warmup\": 0.5 }", "optimizer.warmup: found 0.5, expected a whole number from 0 to 1000000")]
    [InlineData("\"optimizer\": { \"schedule\": \"poly\" }", "optimizer.schedule: found \"poly\", expected step or cosine")]
    [InlineData("\"optimizer\": { \"dropAt\": [0.9, 0.8] }", "optimizer.dropAt: found [0.9, 0.8], expected a list of fractions of the epochs from 0 to 1, each later")]
    [InlineData("\"optimizer\": { \"dropAt\": [160, 180] }", "optimizer.dropAt: found [160, 180], expected a list of fractions")]
    [InlineData("\"optimizer\": { \"dropAt\": 0.8 }", "optimizer.dropAt: found 0.8, expected a list of fractions")]
    [InlineData("\"optimizer\": { \"dropFactor\": 0 }", "optimizer.dropFactor: found 0, expected a number above 0 to 1")]
    [InlineData("\"optimizer\": { \"schedule\": \"cosine\", \"dropAt\": [0.5] }", "optimizer.dropAt: found [0.5], which counts only where optimizer.schedule is step; here it is cosine")]
    [InlineData("\"augmentation\": { \"cropPadding\": -1 }", "augmentation.cropPadding: found -1, expected a whole number from 0 to 256")]
    [InlineData("\"augmentation\": { \"flip\": \"yes\" }", "augmentation.flip: found \"yes\", expected true or false")]
    public void A_value_out_of_range_is_refused(string entry, string fault) =>
        AssertRefused($$"""{ "data": { "set": "cifar10" }, "method": { "name": "ce" }, {{entry}} }""", fault);

    [Theory]
    [InlineData("\"name\": \"ce\", \"temperature\": 2", "method.temperature: found 2, which counts only where method.name is kd")]
    [InlineData("\"name\": \"kd\", \"beta\": 0.9", "method.beta: found 0.9, which counts only where method.name is ")]
    [InlineData("\"name\": \"bkd\", \"temperature\": 0", "method.temperature: found temperature 0, expected a number above 0, such as 2")]
    [InlineData("\"name\": \"bkd\", \"beta\": 1", "method.beta: found beta 1, expected a number in [0, 1)")]
    [InlineData("\"name\": \"bkd\", \"beta\": \"much\"", "method.beta: found \"much\", expected a number")]
    [InlineData("\"name\": \"bkd\", \"deferUntil\": 160", "method.deferUntil: found 160 as moment of the deferral, expected a fraction of the epochs from 0 to 1")]
    [InlineData("\"name\": \"ldam\"", "method.name: found \"ldam\", expected ce, ")]
    [InlineData("", "method.name: found nothing, expected ce, ")]
    public void A_methods_own_values_are_checked(string method, string fault) =>
        AssertRefused($$"""{ "data": { "set": "cifar10" }, "method": { {{method}} } }""", fault);

    [Theory]
    [InlineData("", "data.set: found nothing, expected cifar10, cifar100, fashion-mnist, mnist, fashion-lt, folders, list, csv, annotations, places-lt, imagenet-lt or inaturalist2018")]
    [InlineData("\"set\": \"imagenet\"", "data.set: found \"imagenet\", expected cifar10")]
    [InlineData("\"set\": \"cifar10\", \"profile\": \"exponential\"", "data.ratio: found nothing, expected a number from 1 to 1000000")]
    [InlineData("\"set\": \"cifar10\", \"profile\": \"exponential\", \"ratio\": 0.01", "data.ratio: found 0.01, expected a number from 1 to 1000000")]
    [InlineData("\"set\": \"cifar10\", \"ratio\": 100", "data.ratio: found 100, which counts only where data.profile is exponential or step; here it is as-it-is")]
    [InlineData("\"set\": \"cifar10\", \"subsetSeed\": -1", "data.subsetSeed: found -1, expected a whole number of 0 or more")]
    public void The_datas_values_are_checked(string data, string fault) =>
        AssertRefused($$"""{ "data": { {{data}} }, "method": { "name": "ce" } }""", fault);

    static void AssertRefused(string text, string fault)
    {
        using TextFolder folder = new();
        string path = folder.Write("mine.json", text);
        RecipeException refusal = Assert.Throws<RecipeException>(() => RecipeReader.Read(path, Caller.CommandLine).Complete(RecipeReader.SourceOf(path)));
        Assert.Contains(fault, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("mine.json", refusal.Message, StringComparison.Ordinal);
    }
}
