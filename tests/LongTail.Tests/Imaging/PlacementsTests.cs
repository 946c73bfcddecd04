using System.Text.Json;
using System.Text.Json.Nodes;
using LongTail.Foundation;
using LongTail.Imaging;

namespace LongTail.Tests.Imaging;

public class PlacementsTests
{
    [Fact]
    public void A_random_crop_is_torchvision_s_from_the_same_numbers()
    {
        foreach (JsonNode test in PictureFiles.Cases("crop"))
        {
            double[] numbers = test["numbers"].Deserialize<double[]>()!, range = test["range"].Deserialize<double[]>()!;
            int[] box = test.Numbers("box");
            Placement crop = Placements.RandomResizedCrop(new((int)test["width"]!, (int)test["height"]!), new(224, 224), at => numbers[at], range: new(range[0], range[1], range[2], range[3]));
            Assert.Equal(Placement.Of(new(box[0], box[1], box[2], box[3]), new(224, 224)), crop);
        }
    }

    [Fact]
    public void A_random_crop_lies_inside_every_picture_and_takes_half_of_it_in_the_mean()
    {
        CounterRandom random = new(11);
        double share = 0;
        for (int draw = 0; draw < 2000; draw++)
        {
            PictureSize picture = new(300 + draw % 200, 400);
            ulong start = (ulong)(draw * Placements.CropNumbers);
            Placement crop = Placements.RandomResizedCrop(picture, new(224, 224), at => random.Uniform(start + (ulong)at));
            Assert.True(crop.Source.IsInside(picture));
            share += (double)crop.Source.Width * crop.Source.Height / picture.Pixels;
        }
        // Uniform in 0.08 .. 1; large crops of a wrong shape do not fit and are drawn again, so a little below 0.54.
        Assert.InRange(share / 2000, 0.45, 0.54);
    }

    [Fact]
    public void The_middle_is_what_is_left_when_no_shape_fits()
    {
        Placement wide = Placements.RandomResizedCrop(new(1000, 10), new(8, 8), _ => 0.999);
        Assert.Equal(new PixelBox(493, 0, 13, 10), wide.Source);   // 4:3
        Placement high = Placements.RandomResizedCrop(new(10, 1000), new(8, 8), _ => 0.001, range: new(0.9, 1, 3.0 / 4, 4.0 / 3));
        Assert.Equal(new PixelBox(0, 493, 10, 13), high.Source);   // 3:4
    }

    [Theory]
    [InlineData(500, 375, 341, 256, 58, 16)]    // 256 * 500 / 375 = 341.3; (341 - 224) / 2 = 58.5 goes to the even 58
    [InlineData(375, 500, 256, 341, 16, 58)]
    [InlineData(256, 256, 256, 256, 16, 16)]
    [InlineData(1, 3, 256, 768, 16, 272)]
    public void The_shorter_side_is_resized_and_the_middle_taken(int width, int height, int targetWidth, int targetHeight, int left, int top)
    {
        Placement placement = Placements.ResizeShorterSideThenCentreCrop(new(width, height), 256, 224);
        Assert.Equal(new(new(0, 0, width, height), new(targetWidth, targetHeight), new(left, top, 224, 224), Mirrored: false), placement);
    }

    [Fact]
    public void A_middle_larger_than_the_shorter_side_is_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Placements.ResizeShorterSideThenCentreCrop(new(10, 10), 223, 224));
}
