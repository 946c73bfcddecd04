using LongTail.Data;
using LongTail.Native;
using LongTail.Networks;
using LongTail.Results;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Stages;

/// <summary>A trained network that students learn from. It is asked about a batch once, however many of them want to know.</summary>
/// <remarks>
/// An answer belongs to the dispose scope of the batch's images: it is there for every student of the batch, and gone with it. The network
/// sees whole blocks of images, the last one repeated: a last batch of one image, or a handful that the memory has not seen, then gives
/// the same numbers as in a full batch, and needs no native kernel for a size of its own.
/// </remarks>
public sealed class Teacher
{
    const int Block = 16;

    readonly TeacherMemory? _memory;
    Tensor? _images, _answer;

    /// <summary>A teacher that remembers the batch it was asked about last, and nothing longer.</summary>
    public Teacher(FrozenNetwork network) : this(network, null)
    {
    }

    internal Teacher(FrozenNetwork network, TeacherMemory? memory) => (Network, _memory) = (network, memory);

    /// <summary>The network itself, for questions about anything else than training batches.</summary>
    public FrozenNetwork Network { get; }

    /// <summary>What its own training came to at its last epoch, on the classes it knows; null for a network that no stage trained.</summary>
    public EpochRecord? Measured { get; init; }

    /// <summary>Logits, [B, C], for as long as the batch's images live.</summary>
    /// <param name="batch">Augmented images; they must not change between two questions.</param>
    public Tensor Logits(Batch batch)
    {
        if (ReferenceEquals(_images, batch.Images) && _answer is { IsInvalid: false } known) return known;
        using DisposeScope scope = NewDisposeScope();                            // never the images' own: a tensor that moves to where it is gets lost
        Tensor answer = _memory is not null && batch.Views is { } views
            ? _memory.Logits(views, rows => Ask(batch.Images, rows))
            : RecordedWork.Aside(batch.Images, () => Ask(batch.Images));
        (_images, _answer) = (batch.Images, answer.MoveToOtherDisposeScope(batch.Images));
        return answer;
    }

    /// <summary>Logits of teacher and student, [B, C] both.</summary>
    /// <remarks>
    /// Step by step the teacher is asked first: the backward pass then finds the student's last activations where they were written a moment before. In a
    /// recording the student goes first, and the teacher's work beside it.
    /// </remarks>
    internal (Tensor Guide, Tensor Logits) LogitsBeside(Network student, Batch batch)
    {
        if (!RecordedWork.IsUnderWay) return (Logits(batch), student.forward(batch.Images));
        Tensor logits = student.forward(batch.Images);
        return (Logits(batch), logits);
    }

    // All rows, by calls that bring nothing from the processor: a step that is being recorded asks here.
    Tensor Ask(Tensor images)
    {
        long count = images.size(0), padding = (Block - count % Block) % Block;
        if (padding == 0) return Network.Logits(images);
        Tensor rows = images.permute(0, 2, 3, 1);                                                  // channels-last, as the images are
        return Network.Logits(cat([rows, rows.narrow(0, count - 1, 1).expand(padding, -1, -1, -1)]).permute(0, 3, 1, 2)).narrow(0, 0, count);
    }

    Tensor Ask(Tensor images, IReadOnlyList<long> rows)
    {
        int padding = (Block - rows.Count % Block) % Block;
        if (padding == 0 && rows.Count == images.size(0)) return Network.Logits(images);
        Tensor chosen = Upload.Of([.. rows, .. Enumerable.Repeat(rows[^1], padding)], images.device);
        Tensor blocks = images.permute(0, 2, 3, 1).index_select(0, chosen).permute(0, 3, 1, 2);   // channels-last, as the images are
        return Network.Logits(blocks).narrow(0, 0, rows.Count);
    }
}
