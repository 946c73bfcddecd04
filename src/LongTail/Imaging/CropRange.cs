namespace LongTail.Imaging;

/// <summary>Which parts of a picture a random crop may take.</summary>
/// <param name="LeastArea">Smallest share of the picture's area, above 0.</param>
/// <param name="MostArea">Largest share, at most 1.</param>
/// <param name="LowestRatio">Narrowest shape: width by height, above 0.</param>
/// <param name="HighestRatio">Widest shape.</param>
readonly record struct CropRange(double LeastArea, double MostArea, double LowestRatio, double HighestRatio)
{
    /// <summary>torchvision's: 8 % to all of the area, 3:4 to 4:3.</summary>
    public static readonly CropRange Usual = new(0.08, 1, 3.0 / 4, 4.0 / 3);
}
