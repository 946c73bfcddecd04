using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Imaging;
using LongTail.Pictures;
using LongTail.Stages;

namespace LongTail.Tests.Augmentation;

/// <summary>Which part of a picture in a file is drawn for training.</summary>
public class PictureViewsTests
{
    static readonly PictureSource s_source = new() { Size = 16, ShorterSide = 20 };

    [Fact]
    public void Each_draw_of_a_picture_in_an_epoch_has_a_crop_of_its_own()
    {
        AugmentationSpec spec = Spec(new());
        PixelBox[] crops = [.. Enumerable.Range(0, 10).SelectMany(epoch => Enumerable.Range(0, 3).Select(occurrence => CropOf(spec, new(epoch, 3, occurrence))))];
        Assert.True(crops.Distinct().Count() >= 29, string.Join(" ", crops));
        Assert.NotEqual(crops[0], CropOf(spec, new(0, 4, 0)));
        Assert.Equal(crops[5], CropOf(spec, new(1, 3, 2)));
    }

    [Fact]
    public void A_crop_has_a_share_of_the_area_and_a_shape_within_what_is_asked()
    {
        AugmentationSpec spec = Spec(new() { MinArea = 0.1, MaxArea = 0.2, MinRatio = 0.5 });
        PixelBox[] crops = [.. Enumerable.Range(0, 400).Select(image => CropOf(spec, new(0, image, 0)))];
        double[] areas = [.. crops.Select(crop => crop.Width * crop.Height / 160_000.0)], ratios = [.. crops.Select(crop => (double)crop.Width / crop.Height)];
        Assert.InRange(areas.Min(), 0.099, 0.102);                              // sides are whole pixels, near 130 of 400
        Assert.InRange(areas.Max(), 0.198, 0.201);
        Assert.InRange(ratios.Min(), 0.49, 0.52);
        Assert.InRange(ratios.Max(), 1.92, 2.03);
    }

    [Fact]
    public void Without_a_crop_training_sees_the_part_that_measuring_sees()
    {
        Recorder training = new(), testing = new();
        PictureViews.ForTraining(Spec(null), s_source, new(1))(training, new(0, 3, 0), new byte[16 * 16 * 3]);
        PictureViews.ForTesting(s_source)(testing, default, new byte[16 * 16 * 3]);
        Assert.Equal(testing.Drawn, training.Drawn);
    }

    static AugmentationSpec Spec(ResizedCrop? crop) => new() { CropPadding = 0, ResizedCrop = crop, Normalization = Normalization.ImageNet };

    static PixelBox CropOf(AugmentationSpec spec, ImageDraw which)
    {
        Recorder picture = new();
        PictureViews.ForTraining(spec, s_source, new(1))(picture, which, new byte[16 * 16 * 3]);
        return picture.Drawn!.Source;
    }

    sealed class Recorder : IPicture
    {
        public Placement? Drawn { get; private set; }

        public PictureSize Size => new(400, 400);

        public void Draw(Placement placement, Span<byte> rgb) => Drawn = placement;

        public void Dispose()
        {
        }
    }
}
