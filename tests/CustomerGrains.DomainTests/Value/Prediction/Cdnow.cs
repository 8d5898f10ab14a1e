using System.Globalization;
using CustomerGrains.DomainTests.Support;
using CustomerGrains.Domain.Value.Prediction;
using CustomerGrains.TestSupport;

namespace CustomerGrains.DomainTests.Value.Prediction;

/// <summary>The CDNOW data of the papers: 2,357 customers, first bought in the first quarter of 1997, watched until 1997-09-30.</summary>
static class Cdnow
{
    public static readonly DateTimeOffset End = new(1997, 9, 30, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The published summary, in its order: history and mean spend.</summary>
    public static IReadOnlyList<(BuyingPattern Pattern, double MeanSpend)> Summary()
    {
        var path = SharedData.PathOf("cdnow", "cdnow_customers_summary_with_transactions.csv");
        return [.. Csv.Read(path).Skip(1).Select(row => (new BuyingPattern((int)Number(row[1]), Number(row[2]), Number(row[3])), Number(row[4])))];
    }

    /// <summary>The purchases up to the end, by customer in the file's order: day and money, one for each line.</summary>
    public static IReadOnlyList<(string Id, IReadOnlyList<(DateTimeOffset Day, decimal Spent)> Purchases)> Transactions() =>
        [.. File.ReadLines(SharedData.PathOf("cdnow", "CDNOW_sample.txt"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts.Length == 5)
            .Select(parts => (Id: parts[1], Day: DateTimeOffset.ParseExact(parts[2], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                Spent: decimal.Parse(parts[4], CultureInfo.InvariantCulture)))
            .Where(line => line.Day <= End)
            .GroupBy(line => line.Id)
            .Select(one => (one.Key, (IReadOnlyList<(DateTimeOffset, decimal)>)[.. one.Select(line => (line.Day, line.Spent))]))];

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
