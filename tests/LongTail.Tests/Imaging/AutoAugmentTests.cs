using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using LongTail.Imaging;

namespace LongTail.Tests.Imaging;

public class AutoAugmentTests
{
    static readonly PictureSize Size = new(37, 28);

    // Each pair in turn: both operations in one direction, both in the other, one alone, and as their probabilities say.
    static readonly (double First, double Second, int Right, int Left)[] s_draws = [(0.001, 0.001, 0, 0), (0.001, 0.001, 1, 1), (0.001, 0.999, 0, 1), (0.999, 0.001, 1, 0), (0.55, 0.55, 1, 0)];

    [Theory, InlineData("Cifar10"), InlineData("ImageNet")]
    public void Every_pair_changes_pixels_as_torchvision_s_does(string policy)
    {
        ImmutableArray<AugmentPair> pairs = policy == "Cifar10" ? AutoAugment.Cifar10 : AutoAugment.ImageNet;
        uint[] hashes = PictureFiles.Cases("pairs").Single(test => test.Text("policy") == policy)["hashes"].Deserialize<uint[]>()!;
        Assert.Equal(25, pairs.Length);
        Assert.Equal(25 * s_draws.Length, hashes.Length);
        for (int i = 0; i < hashes.Length; i++)
        {
            (int pair, int draw) = Math.DivRem(i, s_draws.Length);
            (double first, double second, int right, int left) = s_draws[draw];
            double[] numbers = [(pair + 0.5) / 25, first, second, right * 0.5, left * 0.5];
            byte[] pixels = PictureFiles.Draw(PictureFiles.Read("colour.png"));
            AutoAugment.Apply(pixels, Size, pairs, at => numbers[at]);
            Assert.True(hashes[i] == PictureFiles.HashOf(pixels), $"{policy} {pairs[pair]}, draw {draw}");
        }
    }

    [Fact]
    public void The_hue_turns_byte_for_byte_as_torchvision_turns_it()
    {
        JsonNode test = PictureFiles.Cases("hue").Single();
        double[] turns = test["turns"].Deserialize<double[]>()!;
        uint[] hashes = test["hashes"].Deserialize<uint[]>()!;
        Assert.Equal(turns.Length, hashes.Length);
        Assert.True(hashes.Distinct().Count() > 20);
        for (int i = 0; i < turns.Length; i++)
        {
            byte[] pixels = PictureFiles.Draw(PictureFiles.Read("colour.png"));
            HueShift.Apply(pixels, (float)turns[i]);
            Assert.True(hashes[i] == PictureFiles.HashOf(pixels), $"turn {turns[i]}");
        }
    }

    [Fact]
    public void Grey_has_no_hue()
    {
        byte[] grey = [.. Enumerable.Range(0, 256).SelectMany(value => Enumerable.Repeat((byte)value, 3))], before = [.. grey];
        HueShift.Apply(grey, 0.3f);
        Assert.Equal(before, grey);
    }
}
