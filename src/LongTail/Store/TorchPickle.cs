using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>Reads a pickle of tensors as data: an interpreter without functions, imports and objects.</summary>
/// <remarks>
/// Knows the operations that torch.save writes for dictionaries of tensors (pickle protocols 2 to 5), and no other. Names are looked up in
/// <see cref="TorchNames"/> alone, and what stands there makes data. Ends after as many operations as the file has bytes, at most 500,000.
/// See https://github.com/python/cpython/blob/main/Lib/pickletools.py for what each operation means.
/// </remarks>
ref struct TorchPickle
{
    /// <summary>Most bytes of a pickle.</summary>
    internal const int LongestPickle = 4 << 20;

    const int MostOperations = 500_000, DeepestStack = 20_000, MostRemembered = 1 << 17;

    readonly string _source;
    readonly List<object?> _stack = [];
    readonly Stack<int> _marks = new();
    readonly List<object?> _memo = [];
    PickleCursor _bytes;

    TorchPickle(ReadOnlySpan<byte> pickle, string source)
    {
        _source = source;
        _bytes = new(pickle, source);
    }

    /// <summary>The value that the pickle holds; see <see cref="PickledDictionary"/> for what there is.</summary>
    /// <exception cref="ModelFileException">It is damaged, or holds something else.</exception>
    internal static object? Read(ReadOnlySpan<byte> pickle, string source) => new TorchPickle(pickle, source).Run();

    object? Run()
    {
        const byte Protocol = 0x80, Stop = (byte)'.';
        if (_bytes.Byte() != Protocol || _bytes.Byte() is < 2 or > 5) throw _bytes.Damaged("another beginning", "a pickle of protocol 2 to 5");
        for (int operations = 0; ; operations++)
        {
            if (operations == MostOperations) throw _bytes.Damaged($"more than {MostOperations} operations", "fewer");
            byte operation = _bytes.Byte();
            if (operation == Stop) break;
            Do(operation);
        }
        object? result = Pop();
        if (_stack.Count > 0 || _marks.Count > 0 || !_bytes.IsAtEnd) throw _bytes.Damaged("something left over", "one value and no more");
        return result;
    }

    void Do(byte operation)
    {
        switch ((char)operation)
        {
            case '\x95': _bytes.Skip(sizeof(long)); break;                                    // FRAME: what follows comes in one piece
            case '(': _marks.Push(_stack.Count); Limit(_marks.Count); break;                  // MARK
            case 'N': Push(null); break;
            case '\x88': Push(true); break;
            case '\x89': Push(false); break;
            case 'K': Push((long)_bytes.Byte()); break;                                       // BININT1
            case 'M': Push((long)_bytes.UInt16()); break;                                     // BININT2
            case 'J': Push((long)_bytes.Int32()); break;                                      // BININT
            case '\x8a': Push(_bytes.Integer(_bytes.Byte())); break;                          // LONG1
            case 'G': Push(_bytes.Double()); break;                                           // BINFLOAT
            case '\x8c': Push(_bytes.Text(_bytes.Byte())); break;                             // SHORT_BINUNICODE
            case 'X': Push(_bytes.Text(_bytes.Int32())); break;                               // BINUNICODE
            case ')': Push(Array.Empty<object?>()); break;
            case '\x85': Push(PopMany(1)); break;                                             // TUPLE1 to TUPLE3
            case '\x86': Push(PopMany(2)); break;
            case '\x87': Push(PopMany(3)); break;
            case 't': Push(PopToMark()); break;                                               // TUPLE
            case ']': Push(new List<object?>()); break;
            case 'a': AppendTo([Pop()]); break;                                               // APPEND
            case 'e': AppendTo(PopToMark()); break;                                           // APPENDS
            case '}': Push(new PickledDictionary()); break;
            case 's': SetIn(PopMany(2)); break;                                               // SETITEM
            case 'u': SetIn(PopToMark()); break;                                              // SETITEMS
            case 'q': Remember(_bytes.Byte()); break;                                         // BINPUT
            case 'r': Remember(_bytes.Int32()); break;                                        // LONG_BINPUT
            case '\x94': Remember(_memo.Count); break;                                        // MEMOIZE
            case 'h': Recall(_bytes.Byte()); break;                                           // BINGET
            case 'j': Recall(_bytes.Int32()); break;                                          // LONG_BINGET
            case 'c': Name(_bytes.Line(), _bytes.Line()); break;                              // GLOBAL
            case '\x93': NameOf(PopMany(2)); break;                                           // STACK_GLOBAL
            case 'Q': Push(TorchNames.Storage(Pop()) ?? throw Unlike("persistent id")); break;   // BINPERSID
            case 'R': Call(PopMany(2)); break;                                                // REDUCE
            case 'b': Build(Pop()); break;                                                    // BUILD
            default: throw TorchFileFault.NotData(_source, $"the operation 0x{operation:x2} of pickle at byte {_bytes.Position - 1} of data.pkl");
        }
    }

    void Name(string module, string name) => Push(TorchNames.Find(module, name) ?? throw TorchFileFault.NotData(_source, $"the name {Quoted.Of($"{module}.{name}")}"));

    void NameOf(object?[] parts)
    {
        if (parts is not [string module, string name]) throw Unlike("name");
        Name(module, name);
    }

    void Call(object?[] parts)
    {
        if (parts is not [TorchName name, object?[] arguments]) throw Unlike("call");
        Push(TorchNames.Call(name, arguments) ?? throw TorchFileFault.NotData(_source, $"a call of {name} with other arguments than torch.save gives it (at byte {_bytes.Position} of data.pkl)"));
    }

    // A state dictionary carries versions of its layers as an attribute; nothing here needs them.
    readonly void Build(object? state)
    {
        if (state is not PickledDictionary || _stack is not [.., PickledDictionary]) throw Unlike("attribute");
    }

    readonly void AppendTo(object?[] items)
    {
        if (_stack is not [.., List<object?> list]) throw Unlike("list");
        list.AddRange(items);
    }

    readonly void SetIn(object?[] items)
    {
        if (_stack is not [.., PickledDictionary dictionary] || items.Length % 2 != 0) throw Unlike("dictionary");
        for (int i = 0; i < items.Length; i += 2) dictionary.Pairs.Add((items[i], items[i + 1]));
    }

    readonly void Remember(int number)
    {
        if (_stack.Count == 0 || number < 0 || number > _memo.Count || number == MostRemembered)
            throw _bytes.Damaged($"value {number} to remember", $"numbers in order, and {MostRemembered} values at most");
        if (number == _memo.Count) _memo.Add(_stack[^1]);
        else _memo[number] = _stack[^1];
    }

    void Recall(int number) => Push(number >= 0 && number < _memo.Count ? _memo[number] : throw _bytes.Damaged($"value {number} recalled", "a number that was remembered"));

    void Push(object? value)
    {
        _stack.Add(value);
        Limit(_stack.Count);
    }

    readonly object? Pop() => PopMany(1)[0];

    readonly object?[] PopMany(int count)
    {
        if (_stack.Count - count < (_marks.Count > 0 ? _marks.Peek() : 0)) throw _bytes.Damaged("too few values", $"{count} to take");
        return PopFrom(_stack.Count - count);
    }

    readonly object?[] PopToMark() => _marks.Count > 0 ? PopFrom(_marks.Pop()) : throw _bytes.Damaged("no mark", "one to go back to");

    readonly object?[] PopFrom(int begin)
    {
        object?[] values = [.. _stack[begin..]];
        _stack.RemoveRange(begin, values.Length);
        return values;
    }

    readonly void Limit(int count)
    {
        if (count > DeepestStack) throw _bytes.Damaged($"more than {DeepestStack} values at once", "fewer");
    }

    readonly ModelFileException Unlike(string what) => _bytes.Damaged($"a {what} of another form", "one as torch.save writes it");
}
