using LongTail.Data;
using LongTail.Stages;

namespace LongTail.Recipes;

/// <summary>Turns the checked values on augmentation into the library's.</summary>
static class AugmentationBinder
{
    public static AugmentationSpec Bind(CompleteRecipe from) => new()
    {
        CropPadding = from.Has("augmentation.cropPadding") ? from.Whole("augmentation.cropPadding") : 0,
        Flip = from.Flag("augmentation.flip"),
        ResizedCrop = from.Has("augmentation.minArea") ? new() { MinArea = from.Number("augmentation.minArea") } : null,
        Jitter = JitterOf(from.Number("augmentation.jitter"), from.Number("augmentation.hue")),
        Policy = PolicyWord.Read(from),
        Cutout = from.Whole("augmentation.cutout"),
        Mixing = MixingOf(from),
        Normalization = PictureSets.Names.Contains(from.Text("data.set")) ? PictureSets.NormalizationOf(from.Text("data.set")) : DataCatalog.Find(from.Text("data.set")).Normalization,
    };

    static ColorJitter? JitterOf(double reach, double hue) => reach == 0 && hue == 0 ? null : new() { Brightness = reach, Contrast = reach, Saturation = reach, Hue = hue };

    static LabelMixing? MixingOf(CompleteRecipe from) => from.Text("augmentation.mix") is not "none" and var kind ? new()
    {
        Kind = kind == "mixup" ? MixingKind.Mixup : MixingKind.CutMix,
        Alpha = from.Number("augmentation.mixAlpha"),
        Probability = from.Number("augmentation.mixProbability"),
    } : null;
}
