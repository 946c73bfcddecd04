namespace LongTail.Methods;

/// <summary>Where the tau of an adjustment after training is from.</summary>
public enum TauSource
{
    /// <summary>It is given.</summary>
    Given,

    /// <summary>The one of 0, 0.1 ... 2 with the best balanced accuracy on the validation images, as Kang et al. 2020 choose it; of equally good ones the nearest to 1. The data must have some.</summary>
    Validation,
}
