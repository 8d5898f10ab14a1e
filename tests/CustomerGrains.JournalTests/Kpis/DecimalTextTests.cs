using CustomerGrains.Silo.Kpis;

namespace CustomerGrains.JournalTests.Kpis;

/// <summary>Exact numbers in SQLite's texts.</summary>
public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("0.10", "0.20", "0.3")]
    [InlineData("5", "-5.000", "0")]
    [InlineData("-0.000001", "0", "-0.000001")]
    [InlineData("1000000000000000000000.000001", "0.999999", "1000000000000000000001")]
    public void Sums_have_one_form(string a, string b, string sum) => Assert.Equal(sum, DecimalText.Add(a, b));

    [Fact]
    public void Zero_has_no_sign() => Assert.Equal("0", DecimalText.Format(-0.00m));
}
