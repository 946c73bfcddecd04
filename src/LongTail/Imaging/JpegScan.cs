namespace LongTail.Imaging;

/// <summary>Walks through the blocks of one scan of a JPEG picture without computing a pixel.</summary>
/// <remarks>ITU-T T.81, annexes F and G. Decoders fill what is missing with grey and go on: what they put up with is damage here.</remarks>
/// <param name="bits">The scan's data.</param>
/// <param name="frame">The picture's blocks.</param>
/// <param name="parts">The scan's components, each with its codes.</param>
/// <param name="band">First and last coefficient, 0 to 63.</param>
/// <param name="isRefined">Whether a scan before brought these coefficients, to fewer bits.</param>
ref struct JpegScan(JpegBits bits, JpegFrame frame, JpegScan.Part[] parts, (int First, int Last) band, bool isRefined)
{
    const int MostFilling = 16;   // bytes that some cameras leave behind the last block
    const int LongRun = 15, LastCoefficient = 63;

    JpegBits _bits = bits;
    int _empty;   // blocks that a run has declared to have no more coefficients

    /// <summary>Reads the scan.</summary>
    /// <param name="restartInterval">Units between two restart markers; 0 for none.</param>
    /// <returns>Where the marker after it begins.</returns>
    /// <exception cref="PictureException">Its data is damaged, ends early, or is more than the picture has blocks for.</exception>
    public int Read(int restartInterval)
    {
        bool alone = parts.Length == 1;
        int columns = alone ? parts[0].Component.Columns : frame.UnitColumns, rows = alone ? parts[0].Component.Rows : frame.UnitRows;
        int restarts = 0, left = restartInterval;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                if (restartInterval > 0 && left-- == 0)
                {
                    Restart(restarts++);
                    left = restartInterval - 1;
                }
                if (alone) Block(parts[0], row, column);
                else Unit(row, column);
            }
        }
        End();
        return _bits.At;
    }

    void Unit(int row, int column)
    {
        foreach (Part part in parts)
            for (int down = 0; down < part.Component.Down; down++)
                for (int across = 0; across < part.Component.Across; across++)
                    Block(part, row * part.Component.Down + down, column * part.Component.Across + across);
    }

    void Restart(int number)
    {
        const byte first = 0xD0;
        const int numbers = 8;
        End();
        if (_bits.TakeMarker() != first + number % numbers) throw _bits.Damaged("restart markers out of order");
        _empty = 0;
    }

    void End()
    {
        if (_bits.SkipToMarker() is > MostFilling and long left) throw _bits.Damaged($"{left} bytes more than the blocks of the scan take");
    }

    void Block(in Part part, int row, int column)
    {
        if (!frame.IsProgressive) Sequential(part);
        else if (band.First == 0) First(part);
        else if (isRefined) Refine(part.Codes(isFirst: false), ref part.Component.Known[row * part.Component.Stride + column]);
        else Progressive(part.Codes(isFirst: false), ref part.Component.Known[row * part.Component.Stride + column]);
    }

    void Sequential(in Part part)
    {
        First(part);
        JpegCodes codes = part.Codes(isFirst: false);
        for (int at = 1; at <= LastCoefficient; at++)
        {
            (int zeros, int size) = Pair(codes);
            if (size == 0 && zeros == 0) break;
            at += zeros;
            Check(at, LastCoefficient);
            _ = _bits.Take(size);
        }
    }

    void First(in Part part)
    {
        if (isRefined)
        {
            _ = _bits.Take(1);
            return;
        }
        int size = part.Codes(isFirst: true).Next(ref _bits);
        if (size >= JpegBits.Longest) throw _bits.Damaged("a code without a meaning");
        _ = _bits.Take(size);
    }

    void Progressive(JpegCodes codes, ref ulong known)
    {
        if (_empty > 0)
        {
            _empty--;
            return;
        }
        for (int at = band.First; at <= band.Last; at++)
        {
            (int zeros, int size) = Pair(codes);
            if (size == 0 && zeros < LongRun)
            {
                _empty = (1 << zeros) + _bits.Take(zeros) - 1;
                break;
            }
            at += zeros;
            Check(at, band.Last);
            if (size == 0) continue;
            _ = _bits.Take(size);
            known |= 1UL << at;
        }
    }

    // A bit more of each coefficient that is not zero, and between them those that now are not.
    void Refine(JpegCodes codes, ref ulong known)
    {
        int at = band.First;
        while (_empty == 0 && at <= band.Last)
        {
            (int zeros, int size) = Pair(codes);
            if (size == 0 && zeros < LongRun)
            {
                _empty = (1 << zeros) + _bits.Take(zeros);
                break;
            }
            _ = _bits.Take(size);
            for (; at <= band.Last; at++)
                if ((known >> at & 1) != 0) _ = _bits.Take(1);
                else if (--zeros < 0) break;
            if (size > 0)
            {
                Check(at, band.Last);
                known |= 1UL << at;
            }
            at++;
        }
        if (_empty == 0) return;
        for (; at <= band.Last; at++)
            if ((known >> at & 1) != 0) _ = _bits.Take(1);
        _empty--;
    }

    (int Zeros, int Size) Pair(JpegCodes codes)
    {
        int symbol = codes.Next(ref _bits);
        return (symbol >> 4, symbol & 15);
    }

    readonly void Check(int at, int last)
    {
        if (at > last) throw _bits.Damaged("more coefficients than a block has");
    }

    /// <summary>A component and the codes that a scan reads it with.</summary>
    /// <param name="Component">Of the frame.</param>
    /// <param name="Direct">Of the first coefficient; null where the file has no such table.</param>
    /// <param name="Others">Of the other coefficients; null where the file has no such table.</param>
    internal readonly record struct Part(JpegComponent Component, JpegCodes? Direct, JpegCodes? Others)
    {
        /// <summary>Those of the first coefficient, or of the others.</summary>
        public JpegCodes Codes(bool isFirst) => (isFirst ? Direct : Others) ?? throw new PictureException(PictureFault.Damaged, "found damaged pixels: a scan without its table of codes");
    }
}
