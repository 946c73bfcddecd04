namespace LongTail.Methods;

/// <summary>What the weight of an image multiplies in LFME.</summary>
public enum Curriculum
{
    /// <summary>The image's loss, as the paper has it.</summary>
    Loss,

    /// <summary>The student's logits, before every term of the loss, as the released code has it: a small weight then softens what the student says.</summary>
    Logits,
}
