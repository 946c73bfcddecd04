using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Tests.Data;

public sealed class DeferredTests
{
    [Fact]
    public void Until_its_epoch_it_is_the_first_and_from_then_on_the_second()
    {
        System.Collections.Immutable.ImmutableArray<int> labels = [0, 0, 0, 0, 0, 0, 1, 1, 2];
        Deferred deferred = new(new Shuffled(), new ClassBalanced(), 2);
        for (int epoch = 0; epoch < 4; epoch++)
        {
            Sampling expected = epoch < 2 ? new Shuffled() : new ClassBalanced();
            Assert.Equal(expected.Order(labels, 3, new Seed(5), epoch, 0), deferred.Order(labels, 3, new Seed(5), epoch, 0));
        }
    }
}
