using System.Globalization;
using CustomerGrains.Client;

namespace CustomerGrains.Tool.Import;

/// <summary>
/// The CDNOW sample: one purchase a line with the customer's number in the master file, her number in the sample, the day, the number of
/// CDs and the dollars. Each line is one Order Completed of the customer cdnow-N, N being the number in the sample, at noon UTC.
/// </summary>
sealed class Cdnow : IImportFormat
{
    // Two equal lines are two purchases of the same day: only their count tells them apart.
    readonly Dictionary<(int Customer, string Day), int> _ofDay = [];

    public string Unit => "purchases";

    public IEnumerable<ImportItem> Read(InputFile file)
    {
        using var text = file.OpenText();
        var (line, usable) = (0, false);
        while (text.ReadLine() is { } row)
        {
            line++;
            if (row.AsSpan().Trim().IsEmpty) continue;
            var item = Parse(new Place(file.Name, line), row.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            usable |= item.Event is not null;
            if (line == 20 && !usable)
                throw new UserError($"{file.Name} is not the CDNOW sample; a line is: number, number in the sample, day (19970101), CDs, dollars.");
            yield return item;
        }
        file.Finished();
    }

    ImportItem Parse(Place place, string[] fields)
    {
        if (fields.Length != 5) return ImportItem.Unusable(place, 1, "the line does not have five fields");
        if (!int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var customer))
            return ImportItem.Unusable(place, 1, "the customer's number (field 2) is not a number");
        if (!DateTime.TryParseExact(fields[2], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return ImportItem.Unusable(place, 1, "the day (field 3) is not a day such as 19970101");
        if (!int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var quantity) ||
            !decimal.TryParse(fields[4], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var total))
            return ImportItem.Unusable(place, 1, "the CDs (field 4) or dollars (field 5) are not a number");

        var count = _ofDay[(customer, fields[2])] = _ofDay.GetValueOrDefault((customer, fields[2])) + 1;
        var id = string.Create(CultureInfo.InvariantCulture, $"cdnow-{customer}-{fields[2]}-{count}");
        var item = CustomerEvent.Track(string.Create(CultureInfo.InvariantCulture, $"cdnow-{customer}"), "Order Completed",
            new { order_id = id, total, currency = "USD", quantity, category = "CD" },
            new EventOptions { MessageId = id, Timestamp = new DateTimeOffset(day.AddHours(12), TimeSpan.Zero), Channel = "web" });
        return ImportItem.Of(place, 1, item, "Order Completed", total, "USD");
    }
}
