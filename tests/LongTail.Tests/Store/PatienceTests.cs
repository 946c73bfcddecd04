using LongTail.Store;

namespace LongTail.Tests.Store;

public sealed class PatienceTests
{
    [Fact]
    public void What_is_refused_for_a_moment_is_done_in_the_end()
    {
        int tries = 0, pauses = 0;
        Patience.Try(() => { if (++tries < 4) throw new IOException("in use"); }, () => false, 10, () => pauses++);
        Assert.Equal((4, 3), (tries, pauses));
    }

    [Fact]
    public void What_is_refused_for_good_is_told_after_the_last_try()
    {
        int tries = 0;
        Assert.Throws<UnauthorizedAccessException>(() => Patience.Try(() => { tries++; throw new UnauthorizedAccessException(); }, () => false, 3, () => { }));
        Assert.Equal(4, tries);
    }

    [Fact]
    public void What_cannot_get_better_and_what_is_no_refusal_is_told_at_once()
    {
        int tries = 0;
        Assert.Throws<IOException>(() => Patience.Try(() => { tries++; throw new IOException("taken"); }, () => true, 3, () => { }));
        Assert.Throws<InvalidOperationException>(() => Patience.Try(() => { tries++; throw new InvalidOperationException(); }, () => false, 3, () => { }));
        Assert.Equal(2, tries);
    }
}
