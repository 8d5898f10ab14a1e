using System.Numerics;
using CustomerGrains.Domain.Preferences;

namespace CustomerGrains.DomainTests.Preferences;

public sealed class WeightTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sums_are_those_of_big_integers_in_any_order(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            // Close together, years apart and centuries apart: with and without room in one word, and across the border.
            var spread = random.Next(3) switch { 0 => 3, 1 => 60, _ => 400 };
            var parts = Enumerable.Range(0, random.Next(1, 40)).Select(_ => (Digits: (ulong)random.NextInt64(1L << random.Next(1, 63)), Zeros: random.Next(spread))).ToList();
            var exact = parts.Aggregate(BigInteger.Zero, (sum, part) => sum + ((BigInteger)part.Digits << part.Zeros));
            var weight = Sum(parts);
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(parts));
            var shuffled = Sum(parts);

            Assert.Equal(exact, weight.ToBigInteger());
            Assert.Equal(weight, shuffled);
            Assert.Equal(weight.ToString(), shuffled.ToString());
            Assert.Equal(weight.GetHashCode(), shuffled.GetHashCode());
            Assert.True(Weight.TryParse(weight.ToString(), out var read));
            Assert.Equal(weight, read);
            Assert.InRange(weight.ToDouble(), (double)exact * (1 - 1e-12), (double)exact * (1 + 1e-12));
        }

        static Weight Sum(IEnumerable<(ulong Digits, int Zeros)> parts) => parts.Aggregate(Weight.Zero, (sum, part) => sum + Weight.Of(part.Digits, part.Zeros));
    }

    [Fact]
    public void They_are_ordered_as_big_integers_are()
    {
        var random = new Random(5);
        var weights = Enumerable.Range(0, 60).Select(_ => Weight.Of((ulong)random.NextInt64(1L << random.Next(1, 63)), random.Next(120))).ToList();
        weights.AddRange([Weight.Zero, Weight.Of(1, 0), Weight.Of(2, 0), Weight.Of(1, 1), Weight.Of(BigInteger.One << 300), Weight.Of((BigInteger.One << 300) + 1)]);
        foreach (var one in weights)
        {
            foreach (var other in weights)
            {
                Assert.Equal(Math.Sign(one.ToBigInteger().CompareTo(other.ToBigInteger())), Math.Sign(one.CompareTo(other)));
                Assert.Equal(one.ToBigInteger() == other.ToBigInteger(), one == other);
            }
        }
    }

    [Fact]
    public void How_many_times_one_is_the_other_is_right_however_large_both_are()
    {
        Assert.Equal(1.5, Weight.Of(3, 5_000).Per(Weight.Of(1, 5_001)));
        Assert.Equal(0.25, Weight.Of(BigInteger.One << 4_000).Per(Weight.Of((BigInteger.One << 4_002) + 0)));
        Assert.InRange(Weight.Of((BigInteger.One << 4_000) + 1).Per(Weight.Of(1, 4_001)), 0.5 - 1e-12, 0.5 + 1e-12);
        Assert.Equal(0, Weight.Zero.Per(Weight.Of(1, 0)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("xp1")]
    [InlineData("1p-1")]
    [InlineData("1p99999999")]
    public void What_is_no_weight_is_not_read(string text) => Assert.False(Weight.TryParse(text, out _));
}
