using System.Text.Json;
using System.Text.Json.Nodes;
using LongTail.Imaging;

namespace LongTail.Tests.Imaging;

public class RandAugmentTests
{
    static readonly PictureSize Size = new(37, 28);

    public static TheoryData<string> Operations => [.. Enum.GetNames<AugmentOperation>().Where(name => name != nameof(AugmentOperation.Invert))];

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operation_changes_pixels_as_torchvision_does_at_every_strength(string name)
    {
        AugmentOperation operation = Enum.Parse<AugmentOperation>(name);
        JsonNode test = PictureFiles.Cases("augment").Single(test => test.Text("operation") == name);
        double[] magnitudes = test["magnitudes"].Deserialize<double[]>()!;
        uint[] hashes = test["hashes"].Deserialize<uint[]>()!;
        Assert.Equal(RandAugment.HasDirection(operation) ? 2 * RandAugment.Strengths : RandAugment.Strengths, hashes.Length);
        for (int i = 0; i < hashes.Length; i++)
        {
            int strength = i % RandAugment.Strengths;
            double magnitude = magnitudes[strength];
            Assert.Equal(magnitude, RandAugment.Magnitude(operation, strength, Size), tolerance: 4e-6 * Math.Max(magnitude, 1));   // torch.linspace rounds otherwise where it counts several at once
            byte[] pixels = PictureFiles.Draw(PictureFiles.Read("colour.png"));
            RandAugment.Apply(pixels, Size, operation, i < RandAugment.Strengths ? magnitude : -magnitude);
            Assert.True(hashes[i] == PictureFiles.HashOf(pixels), $"{name} of magnitude {magnitude}, case {i}");
        }
    }

    [Fact]
    public void Operations_are_drawn_from_the_numbers_that_are_given()
    {
        byte[] source = PictureFiles.Draw(PictureFiles.Read("colour.png")), drawn = [.. source], expected = [.. source];
        double[] numbers = [5.5 / 14, 0.2, 1.5 / 14, 0.7];   // rotate to the other side, shear
        RandAugment.Apply(drawn, Size, 2, 9, at => numbers[at]);
        RandAugment.Apply(expected, Size, AugmentOperation.Rotate, -9);
        RandAugment.Apply(expected, Size, AugmentOperation.ShearX, 0.09f);
        Assert.Equal(expected, drawn);
    }

    [Fact]
    public void Cutout_fills_a_square_and_less_at_the_border()
    {
        byte[] pixels = new byte[Size.Width * Size.Height * 3];
        Cutout.Apply(pixels, Size, 8, 0.5, 0.5, (9, 8, 7));
        Assert.Equal(64, pixels.Count(value => value == 9));
        Assert.Equal([9, 8, 7], pixels.AsSpan((14 * Size.Width + 18) * 3, 3).ToArray());   // the middle
        pixels.AsSpan().Clear();
        Cutout.Apply(pixels, Size, 8, 0, 0.999, (9, 8, 7));
        Assert.Equal(4 * 5, pixels.Count(value => value == 9));   // columns 0 .. 3, rows 23 .. 27
    }
}
