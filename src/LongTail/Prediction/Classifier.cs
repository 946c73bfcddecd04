using System.Collections.Immutable;
using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Native;
using LongTail.Networks;
using LongTail.Pictures;
using LongTail.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Prediction;

/// <summary>A trained network that names the classes of pictures. Dispose of it when it is no longer asked.</summary>
/// <remarks>
/// A picture is brought to size as the pictures that the network was measured on: of pictures in files the shorter side becomes data.resize and the middle is taken; for a network of small
/// images, such as CIFAR's, the middle becomes as large as they are, in grey where they are grey. Several threads may ask; the network answers one after the other, while others decode.
/// A service asks by <see cref="ClassifyAsync(ReadOnlyMemory{byte}, CancellationToken)"/>: no thread waits, and pictures that wait together are asked about together.
/// </remarks>
public sealed class Classifier : IDisposable
{
    readonly Lock _gate = new(), _opening = new();   // of the network; of what comes and goes beside it
    readonly Network _network;
    readonly string _weights;   // their file, for messages
    readonly Device _device;
    readonly PictureView _view;
    readonly float[]? _shifts;
    readonly int _batchSize;
    QuestionQueue? _queue;       // from the first question on that is asked so
    bool _isDisposed, _isGone;   // no more questions; no network either

    Classifier(ModelCard card, Network network, string weights, Device device, float[]? shifts, int batchSize)
    {
        (Card, _network, _weights, _device, _shifts, _batchSize) = (card, network, weights, device, shifts, batchSize);
        _view = PictureView.Of(card);
    }

    /// <summary>The network: its method, its classes and what it was trained on.</summary>
    public ModelCard Card { get; }

    /// <summary>By label.</summary>
    public ImmutableArray<string> ClassNames => Card.ClassNames;

    /// <summary>Opens a finished stage and verifies it.</summary>
    /// <param name="folder">A stage's folder, with model.json and the weights, such as runs/stages/bkd-2bac3269bac7.</param>
    /// <param name="options">How it is asked; null for the usual.</param>
    /// <exception cref="ModelFileException">The folder is no stage, or is damaged.</exception>
    /// <exception cref="PlatformException">The native library does not load, or there is no such device.</exception>
    public static Classifier Open(string folder, ClassifierOptions? options = null)
    {
        options ??= new();
        return Open(StoredStage.Open(folder), options, options.BatchSize);
    }

    /// <summary>Opens a stage that is verified already.</summary>
    internal static Classifier Open(StoredStage stored, CheckpointOptions options, int batchSize)
    {
        float[]? shifts = options.Shifts?.Invoke(stored.Card) is { } given ? [.. given.Select(shift => (float)shift)] : null;
        if (shifts is not null && shifts.Length != stored.Card.ClassNames.Length)
            throw new ArgumentException($"Found shifts of {shifts.Length} classes, expected {stored.Card.ClassNames.Length}.", nameof(options));
        Device device = StoredNetwork.Place(options);
        using DisposeScope scope = NewDisposeScope();
        Network network = StoredNetwork.Load(stored, options.Weights, device, options.Precision);
        network.eval();
        // They outlive this call, and whatever scope the caller has.
        foreach (Tensor kept in network.parameters().Concat(network.buffers())) scope.Detach(kept);
        return new(stored.Card, network, stored.PathOf(options.Weights), device, shifts, batchSize);
    }

    /// <summary>Asks about a picture file.</summary>
    /// <exception cref="DataException">It is missing, or no picture.</exception>
    /// <exception cref="ModelFileException">The network's answer is no number: its weights are those of a training that diverged.</exception>
    public Classification Classify(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Ask(_view.Read(file), 1)[0];
    }

    /// <summary>Asks about a picture file in memory, such as one that was just received.</summary>
    /// <param name="file">All its bytes: JPEG, PNG, WebP, BMP or GIF.</param>
    /// <exception cref="DataException">It is no picture.</exception>
    public Classification Classify(ReadOnlyMemory<byte> file) => Ask(_view.Read(file), 1)[0];

    /// <summary>Asks about a picture file in memory, together with others that are asked about in the same moment.</summary>
    /// <param name="file">All its bytes: JPEG, PNG, WebP, BMP or GIF; not to be changed before the answer.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="DataException">It is no picture.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before there was an answer.</exception>
    public async Task<Classification> ClassifyAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken = default)
    {
        DrawnPictures drawn = await Task.Run(() => DrawnPictures.Of(file, _view), cancellationToken).ConfigureAwait(false);
        return await Queue().Ask(drawn, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks about a picture file that comes as a stream, such as an upload, together with others that are asked about in the same moment.</summary>
    /// <param name="file">Read to its end, and left open; at most 1 GiB.</param>
    /// <param name="cancellationToken">Gives up reading or waiting.</param>
    /// <exception cref="DataException">It is no picture.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before there was an answer.</exception>
    public async Task<Classification> ClassifyAsync(Stream file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        using MemoryStream whole = new();
        byte[] part = new byte[1 << 16];
        while (await file.ReadAsync(part, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            if (whole.Length + read > PictureFile.MostBytes) throw new DataException($"Found more than {PictureFile.MostBytes} bytes in a stream, expected a picture of at most so many.");
            whole.Write(part, 0, read);
        }
        return await ClassifyAsync(whole.GetBuffer().AsMemory(0, (int)whole.Length), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks about many picture files, while the next ones are decoded. What is no picture is told and does not end it.</summary>
    /// <param name="files">Their paths; taken as they are needed.</param>
    /// <returns>One for each, in their order.</returns>
    public IEnumerable<ClassifiedFile> Classify(IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return All(files);
    }

    /// <summary>Lets go of the network, after the questions that it was asked before.</summary>
    public void Dispose()
    {
        lock (_opening)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }
        _queue?.Dispose();
        lock (_gate)
        {
            _network.Dispose();
            _isGone = true;
        }
    }

    /// <summary>The network, for those who ask it themselves and have opened it for that alone.</summary>
    internal Network Network => _network;

    /// <summary>Picture files with their labels as batches to measure by: each is made when it is asked for, in the dispose scope of who asks.</summary>
    /// <param name="files">Their paths.</param>
    /// <param name="labels">One for each.</param>
    /// <param name="fault">Hears of each file that gives no picture, and why; it is in no batch.</param>
    internal IEnumerable<Batch> Batches(ImmutableArray<string> files, ImmutableArray<int> labels, Action<string, string> fault)
    {
        int first = 0;
        foreach ((string[] together, DrawnPictures drawn) in Drawn(files))
        {
            int[] rows = [.. Enumerable.Range(0, together.Length).Where(row => drawn.FaultOf(row) is null)];
            for (int row = 0; row < together.Length; row++)
                if (drawn.FaultOf(row) is { } reason) fault(together[row], reason);
            ImmutableArray<int> ofThese = labels.Slice(first, together.Length);
            first += together.Length;
            if (rows.Length == 0) continue;
            Tensor pixels = empty([rows.Length, _view.Shape.Height, _view.Shape.Width, _view.Shape.Channels], uint8);
            for (int place = 0; place < rows.Length; place++)
                drawn.Bytes.Slice(rows[place] * _view.Shape.Bytes, _view.Shape.Bytes).CopyTo(pixels.bytes[(place * _view.Shape.Bytes)..]);
            yield return Normalized(pixels, tensor([.. rows.Select(row => (long)ofThese[row])], device: _device));
        }
    }

    QuestionQueue Queue()
    {
        lock (_opening)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _queue ??= new(Ask, _batchSize);
        }
    }

    Classification[] Ask(IReadOnlyList<DrawnPictures> together)
    {
        byte[] bytes = new byte[together.Count * _view.Shape.Bytes];
        for (int row = 0; row < together.Count; row++) together[row].Bytes.CopyTo(bytes.AsSpan(row * _view.Shape.Bytes));
        return Ask(bytes, together.Count);
    }

    IEnumerable<ClassifiedFile> All(IEnumerable<string> files)
    {
        foreach ((string[] together, DrawnPictures drawn) in Drawn(files))
        {
            Classification[] answers = Ask(drawn.Bytes, together.Length);
            for (int row = 0; row < answers.Length; row++)
                yield return drawn.FaultOf(row) is { } fault ? new(together[row], null, fault) : new(together[row], answers[row], null);
        }
    }

    // Those of the next batch are decoded meanwhile.
    IEnumerable<(string[] Files, DrawnPictures Drawn)> Drawn(IEnumerable<string> files)
    {
        using IEnumerator<string[]> chunks = files.Chunk(_batchSize).GetEnumerator();
        (string[] Files, Task<DrawnPictures> Drawn)? next = Next();
        while (next is { } now)
        {
            DrawnPictures drawn = now.Drawn.GetAwaiter().GetResult();
            next = Next();
            yield return (now.Files, drawn);
        }

        (string[], Task<DrawnPictures>)? Next()
        {
            if (!chunks.MoveNext()) return null;
            string[] coming = chunks.Current;
            return (coming, Task.Run(() => DrawnPictures.Of(coming, _view)));
        }
    }

    Batch Normalized(Tensor pixels, Tensor labels) => Augmentations.Normalize(Card.Normalization, _device)(new(ResidentTensors.ChannelsSecond(pixels.to(_device)), labels, empty(0)));

    // Bytes are [count, H, W, K].
    Classification[] Ask(ReadOnlySpan<byte> bytes, int count)
    {
        float[] probabilities;
        try
        {
            probabilities = Probabilities(bytes, count);
        }
        catch (Exception fault) when (MemoryFault.Is(fault))
        {
            throw MemoryFault.Told(fault, $"{count} pictures of {_view.Shape.Height} x {_view.Shape.Width} in {Card.Network.Label}", "Ask about fewer at once, compute in bf16, or end other programs.", MachineMemory.Now());
        }
        return [.. probabilities.Chunk(ClassNames.Length).Select(row => new Classification(ClassNames, [.. row]))];
    }

    float[] Probabilities(ReadOnlySpan<byte> bytes, int count)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isGone, this);
            using DisposeScope scope = NewDisposeScope();
            Tensor pixels = empty([count, _view.Shape.Height, _view.Shape.Width, _view.Shape.Channels], uint8);
            bytes.CopyTo(pixels.bytes);
            Tensor images = Normalized(pixels, empty(0)).Images;
            Tensor logits = new FrozenNetwork(_network).Logits(images);   // [B, C]
            if (_shifts is not null) logits = logits.add(tensor(_shifts, device: _device), KeptScalars.One);
            float[] probabilities = [.. nn.functional.softmax(logits, dim: 1).cpu().data<float>()];
            StoredNetwork.RequireNumbers(probabilities, _weights);
            return probabilities;
        }
    }
}
