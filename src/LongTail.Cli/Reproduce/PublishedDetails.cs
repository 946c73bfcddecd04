using System.Collections.Immutable;

namespace LongTail.Cli.Reproduce;

/// <summary>What one has to know of the paper's single tables, and in what single rows here differ from it.</summary>
static class PublishedDetails
{
    const string Unstated = "Not said in the paper, and taken from Kang et al. 2020, whom it follows: weight decay, no warm-up, random resized crop from 8 % of the area, colour jitter of 0.4 (not on iNaturalist). Their head begins by PyTorch's rule, here by that of all networks (Kaiming, of the number of features).";
    const string NoValidation = "No epoch and no setting is chosen on the validation lists of ImageNet-LT and Places-LT (…_val.txt). Kang et al., OLTR and LFME choose the epoch there, of a first stage too, and Kang et al. tau; LFME also steers by the accuracy there, here by that on the training images. Here the last epoch counts (--preset reference of compare chooses and steers as they do).";
    const string Pretrained = "The paper says of the first weights that they are pre-trained, and no more. Here they are those of the file network.weights names (see the stage's text for its SHA-256); the last block and the head are trained, as Kang et al. say they did, but in OLTR's row, whose first stage trains all.";
    const string CopiedOfPlaces = "The paper's CE on Places-LT, 30.2, is copied from Kang et al. 2020.";
    const string RerunOnImageNet = "The paper's CE on ImageNet-LT was trained by its authors with the released code of Kang et al.";
    const string FocalOfLfme = "Focal is the form on softmax with gamma 2, that of the papers from which the row was copied (from memory of that literature).";
    const string Lfme = "LFME has a layer of 512 features and experts trained as published; its student has the others' schedule. What its authors released is for ImageNet-LT alone, where they train 90 epochs in batches of 256 at a rate of 0.1, times 0.1 at 50 and 80.";

    /// <summary>Of Table 1, and of what Table 5 repeats of it.</summary>
    public static ImmutableArray<string> OfCifar { get; } =
        ["The paper's CE row on CIFAR equals in all six cells what Cui et al. 2019 and the BBN paper print, though it is not marked as copied: it was probably not trained with the code of KD and BKD, and is not their teacher."];

    /// <summary>Of CE, KD, CB and BKD by data set, as in Table 5.</summary>
    public static ImmutableArray<(string Set, ImmutableArray<string> Texts)> OfPlainRows { get; } =
    [
        ("cifar", OfCifar),
        ("imagenet-lt", [Unstated, NoValidation, RerunOnImageNet]),
        ("inaturalist2018", [Unstated]),
        ("places-lt", [Unstated, NoValidation, Pretrained, CopiedOfPlaces]),
    ];

    /// <summary>Of CE alone by data set, without numbers of the paper's, as in Figure 1.</summary>
    public static ImmutableArray<(string Set, ImmutableArray<string> Texts)> OfCrossEntropy { get; } =
        [("imagenet-lt", [Unstated, NoValidation]), ("inaturalist2018", [Unstated]), ("places-lt", [Unstated, NoValidation, Pretrained])];

    /// <summary>Of Table 2.</summary>
    public static ImmutableArray<string> OfINaturalist { get; } =
    [
        Unstated,
        "BBN's row is the recipe inaturalist2018-bbn, its authors' shorter training: 90 epochs in batches of 128 at a rate of 0.05, times 0.1 at 60 and 80, Nesterov's momentum, no warm-up, a mix of period 100 for 90 epochs. Colours are normalised as in the other rows, by its authors as on ImageNet. In 180 epochs they reach 69.6, more than BKD's 66.8.",
        "LDAM-DRW's 64.6 is what the LDAM paper prints for LDAM without DRW; with it, it prints 68.0 (from memory of that literature). Here it is trained with DRW, from 0.8 of the epochs on.",
        "CB-Focal has beta 0.999 and gamma 0.5, as Cui et al. print it, and the others' schedule; they train about 90 epochs in batches of 1,024 at a rate of 0.4.",
        "cRT's row retrains the head for 30 epochs after the 90, as Kang et al. do, in batches of 256; theirs are of 512.",
    ];

    /// <summary>Of Table 3.</summary>
    public static ImmutableArray<string> OfPlaces { get; } =
    [
        Unstated,
        NoValidation,
        Pretrained,
        FocalOfLfme,
        "OLTR's row is the recipe places-lt-oltr: 30 epochs of each stage at its authors' rates, with their layer of 512 features, and in the second stage attention, this layer and the classifier alone are trained.",
        Lfme,
        "cRT retrains the head for 10 of the 90 epochs in batches of 128 at a rate of 0.2; Kang et al. in batches of 256 at 0.1.",
        "The paper's columns are not over the same classes in all rows: LFME's add up to its total by OLTR's lines alone (--groups oltr), OLTR's by neither, the other rows' by Kang et al.'s.",
    ];

    /// <summary>Of Table 4.</summary>
    public static ImmutableArray<string> OfImageNet { get; } =
    [
        Unstated,
        NoValidation,
        FocalOfLfme,
        "OLTR's row is the recipe imagenet-lt-oltr: 30 and 60 epochs in batches of 128 at its authors' rates, which fall by thirds. LFME's is the recipe imagenet-lt-lfme: 90 epochs in batches of 256 at a rate of 0.1, times 0.1 at 50 and 80, and a layer of 512 features; its experts are trained as published.",
        "Kang et al. print 41.8 for cRT themselves, more than BKD's 41.6. For BKD + cRT the paper gives no schedule: the head is retrained for Kang et al.'s 10 epochs.",
        "LFME's row is over OLTR's groups, by that paper's own rule (--groups oltr), though on this set rounding does not decide it: the printed columns of all rows but OLTR's add up to their totals by Kang et al.'s lines as well as by OLTR's. OLTR's own columns add up to its total by neither, so its few are a slightly different set of classes.",
    ];
}
