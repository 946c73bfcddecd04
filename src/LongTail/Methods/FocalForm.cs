namespace LongTail.Methods;

/// <summary>The two losses that the field calls focal.</summary>
public enum FocalForm
{
    /// <summary>On the softmax probability of the label (Cao et al. 2019 and those after them).</summary>
    Softmax,

    /// <summary>On one sigmoid per class, summed (Lin et al. 2017, Cui et al. 2019).</summary>
    Sigmoid,
}
