using CsCheck;
using LongTail.Native;

namespace LongTail.Tests.Native;

public sealed class ElfVersionRequirementTests
{
    static readonly byte[] Library = OperatingSystem.IsLinux() ? File.ReadAllBytes(TorchLibrary.FindPackaged("libLibTorchSharp.so")!) : [];

    // Where a damaged number changes what is read: the header, the tables the check walks through, and the section headers at the end.
    static readonly Gen<int> TellingPlace = Gen.OneOf(
        Gen.Int[0, 63], Gen.Int[0x3890, 0x3890 + 4096], Gen.Int[0x3dfae, 0x3fb00 + 4096], Gen.Int[Math.Max(0, Library.Length - 4096), Math.Max(0, Library.Length - 1)]);

    public ElfVersionRequirementTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "ELF is Linux's format.");

    [Fact]
    public void The_flag_of_the_packaged_library_is_where_readelf_shows_it()
    {
        // readelf -V: version needs at 0x3f8f0, GLIBCXX_3.4.32 at 0x0140 in it, its flags 4 bytes further. (TorchSharp 0.107.0)
        Assert.Equal(0x3f8f0 + 0x140 + 4, NativeFallback.Marker.FlagOffset(Library));
    }

    [Fact]
    public void Making_the_requirement_weak_changes_one_byte()
    {
        byte[] copy = [.. Library];
        NativeFallback.Marker.MakeWeak(copy);
        int[] changed = [.. Enumerable.Range(0, copy.Length).Where(i => copy[i] != Library[i])];
        Assert.Equal(0x3fa34, Assert.Single(changed));
        Assert.Equal((0, 2), (Library[0x3fa34], copy[0x3fa34]));
    }

    [Fact]
    public void A_requirement_that_is_weak_already_is_refused()
    {
        byte[] copy = [.. Library];
        NativeFallback.Marker.MakeWeak(copy);
        AssertRefused("set already", () => NativeFallback.Marker.FlagOffset(copy));
    }

    [Theory]
    [InlineData("GLIBCXX_3.4.33", "_ZSt21ios_base_library_initv", "is not asked for")]
    [InlineData("GLIBCXX_3.4.30", "_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE", "is really used")]
    [InlineData("GLIBCXX_3.4.32", "_ZSt4cout", "more than _ZSt4cout")]
    [InlineData("GLIBCXX_3.4", "_ZSt4cout", "more than _ZSt4cout")]
    public void Any_other_requirement_is_refused(string version, string symbol, string reason) =>
        AssertRefused(reason, () => new ElfVersionRequirement(version, symbol).FlagOffset(Library));

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x7F, 0x45, 0x4C, 0x46 })]
    public void What_is_not_a_library_is_refused(byte[] file) => AssertRefused("not an ELF file", () => NativeFallback.Marker.FlagOffset(file));

    [Fact]
    public void A_library_cut_short_anywhere_is_refused() =>
        Gen.Int[0, Library.Length - 1].Sample(length => Refuses(Library[..length]), iter: 200);

    [Fact]
    public void Damage_anywhere_gives_the_same_flag_or_a_refusal_and_nothing_else() =>
        Gen.Select(TellingPlace, Gen.Byte).Array[1, 8].Sample(damage => SameOrRefused(Damaged(damage)), iter: 300);

    [Fact]
    public void Damaged_numbers_give_the_same_flag_or_a_refusal_and_nothing_else()
    {
        Gen<byte> extreme = Gen.OneOf(Gen.Const<byte>(0x00), Gen.Const<byte>(0x01), Gen.Const<byte>(0x7F), Gen.Const<byte>(0x80), Gen.Const<byte>(0xFF));
        Gen.Select(TellingPlace, extreme, Gen.Int[1, 8]).Sample((place, value, count) =>
            SameOrRefused(Damaged([.. Enumerable.Range(place, count).Where(i => i < Library.Length).Select(i => (i, value))])), iter: 300);
    }

    [Fact]
    public void Renaming_a_damaged_library_works_or_is_refused_and_nothing_else()
    {
        byte[] libtorch = File.ReadAllBytes(TorchLibrary.FindPackaged("libtorch.so")!);
        Gen.Select(Gen.Int[0, libtorch.Length - 1], Gen.Byte).Array[1, 8].Sample(damage =>
        {
            byte[] copy = [.. libtorch];
            foreach ((int place, byte value) in damage) copy[place] = value;
            try { ElfName.TakeFromNeeded(copy, "libtorch_cpu.so", skip: 3); }
            catch (BadImageFormatException) { }
        }, iter: 2000);
    }

    static byte[] Damaged((int Place, byte Value)[] damage)
    {
        byte[] copy = [.. Library];
        foreach ((int place, byte value) in damage) copy[place] = value;
        return copy;
    }

    static bool SameOrRefused(byte[] file)
    {
        try { return NativeFallback.Marker.FlagOffset(file) is var offset && offset >= 0 && offset < file.Length; }
        catch (BadImageFormatException) { return true; }
    }

    static bool Refuses(byte[] file)
    {
        try { NativeFallback.Marker.FlagOffset(file); }
        catch (BadImageFormatException) { return true; }
        return false;
    }

    static void AssertRefused(string reason, Action act) =>
        Assert.Contains(reason, Assert.Throws<BadImageFormatException>(act).Message, StringComparison.Ordinal);
}
