using CustomerGrains.Silo.Operations;
using CustomerGrains.WebTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.WebTests.Operations;

/// <summary>The table of docs/operations.md is the instruments that there are, word for word.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class InstrumentTableTests(SharedServer shared)
{
    [Fact]
    public async Task Every_instrument_is_in_the_table_with_its_kind_and_unit_and_the_table_has_no_others()
    {
        var rows = (await File.ReadAllLinesAsync(Path.Combine(Repository.Folder("docs"), "operations.md")))
            .Where(line => line.StartsWith("| `customergrains.", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 7) // name, kind, unit, meaning, normal
            .Select(cells => $"{cells[1].Trim('`')} {cells[2]} {cells[3]}");

        var instruments = Instruments().Select(each => $"{each.Name} {KindOf(each.Kind)} {each.Unit}");

        Assert.Equal(instruments.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_instrument_is_named_after_its_feature_and_says_its_unit_and_its_meaning()
    {
        foreach (var instrument in Instruments())
        {
            Assert.Matches("^customergrains(\\.[a-z]+){2,3}$", instrument.Name);
            Assert.NotEmpty(instrument.Unit);
            Assert.EndsWith(".", instrument.Description, StringComparison.Ordinal);
            Assert.NotEqual("ms", instrument.Unit);
        }
    }

    IEnumerable<InstrumentPicture> Instruments() => shared.Server.Services.GetRequiredService<MeterHistory>().Read().Instruments
        .Where(each => each.Name.StartsWith("customergrains.", StringComparison.Ordinal));

    static string KindOf(InstrumentKind kind) => kind switch
    {
        InstrumentKind.Gauge => "gauge",
        InstrumentKind.Histogram => "histogram",
        _ => "counter",
    };
}
