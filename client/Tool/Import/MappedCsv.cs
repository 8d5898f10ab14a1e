using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CustomerGrains.Client;

namespace CustomerGrains.Tool.Import;

/// <summary>Any CSV file with a header, read as a mapping file says: one event a row.</summary>
sealed class MappedCsv(CsvMapping mapping) : IImportFormat
{
    public string Unit => "rows";

    public IEnumerable<ImportItem> Read(InputFile file)
    {
        using var csv = new CsvSource(file, mapping.Delimiter);
        var columns = Columns(csv);
        while (csv.Read()) yield return Make(csv, columns);
    }

    Dictionary<string, int> Columns(CsvSource csv)
    {
        CsvValue?[] values =
            [mapping.Customer, mapping.Anonymous, mapping.Name, mapping.Amount, mapping.Currency, mapping.Channel, .. mapping.MessageId,
                .. mapping.Properties.Select(property => property.Value)];
        return values.Select(value => value?.Column).Append(mapping.Time?.Column).OfType<string>().Distinct()
            .ToDictionary(name => name, csv.Column);
    }

    ImportItem Make(CsvSource csv, Dictionary<string, int> columns)
    {
        var place = csv.Place;
        if (csv.Trouble is { } trouble) return ImportItem.Unusable(place, 1, trouble);
        try
        {
            string Get(CsvValue? value) => value is null ? "" : value.Constant ?? csv[columns[value.Column!]].Trim();

            var customer = (Get(mapping.Customer), Get(mapping.Anonymous)) switch
            {
                ("", "") => throw new FormatException("the row names no customer"),
                ("", var anonymous) => Customer.Anonymous(anonymous),
                (var known, "") => Customer.Known(known),
                var (known, anonymous) => Customer.Known(known, anonymous),
            };
            var options = new EventOptions
            {
                MessageId = mapping.MessageId.Count > 0 ? string.Join('-', mapping.MessageId.Select(Get)) : RowId(csv, place),
                Timestamp = mapping.Time is { } time ? TimeOf(csv[columns[time.Column]].Trim(), time) : null,
                Channel = Get(mapping.Channel) is { Length: > 0 } channel ? channel : null,
            };
            var properties = new Dictionary<string, object?>();
            foreach (var (name, value) in mapping.Properties)
                if (Get(value) is { Length: > 0 } text) properties[name] = Typed(name, text, value.Type);
            decimal? amount = Get(mapping.Amount) is { Length: > 0 } total ? Number(mapping.Amount!.Column ?? "amount", total) : null;
            var currency = Get(mapping.Currency);
            if (amount is not null) properties["total"] = amount;
            if (currency.Length > 0) properties["currency"] = currency;

            var eventName = Get(mapping.Name);
            var item = mapping.Type switch
            {
                "identify" => CustomerEvent.Identify(customer, properties, options),
                "page" => CustomerEvent.Page(customer, eventName.Length > 0 ? eventName : null, properties, options),
                "screen" => CustomerEvent.Screen(customer, eventName.Length > 0 ? eventName : null, properties, options),
                _ => CustomerEvent.Track(customer, eventName, properties, options),
            };
            return amount is { } sum ? ImportItem.Of(place, 1, item, eventName, sum, currency) : ImportItem.Of(place, 1, item);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return ImportItem.Unusable(place, 1, e.Message);
        }
    }

    object Typed(string name, string text, CsvType type) => type switch
    {
        CsvType.Number => Number(name, text),
        CsvType.Boolean => text.ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "Y" or "1" => true,
            "FALSE" or "NO" or "N" or "0" => false,
            _ => throw new FormatException($"{name} is not true or false"),
        },
        _ => text,
    };

    decimal Number(string name, string text)
    {
        var format = mapping.Decimal == ',' ? new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } : NumberFormatInfo.InvariantInfo;
        return decimal.TryParse(text, NumberStyles.Number | NumberStyles.AllowExponent, format, out var number)
            ? number
            : throw new FormatException($"{name} is not a number");
    }

    static DateTimeOffset TimeOf(string text, CsvTime time)
    {
        var wrong = new FormatException($"{time.Column} is not a time{(time.Format is null ? "" : $" of the form {time.Format}")}");
        if (time.Format is "unix" or "unix-ms")
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var since) && Math.Abs(since) < 100_000_000_000_000
                ? time.Format == "unix-ms" ? DateTimeOffset.FromUnixTimeMilliseconds(since) : DateTimeOffset.UnixEpoch.AddSeconds(since)
                : throw wrong;
        const DateTimeStyles Styles = DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.RoundtripKind;
        var parsed = time.Format is null
            ? DateTime.TryParse(text, CultureInfo.InvariantCulture, Styles, out var at)
            : DateTime.TryParseExact(text, time.Format, CultureInfo.InvariantCulture, Styles, out at);
        if (!parsed) throw wrong;
        if (at.Kind != DateTimeKind.Unspecified) return at.ToUniversalTime();
        // The hour that a clock skips in spring does not exist; the next best is the same reading an hour on.
        if (time.Zone.IsInvalidTime(at)) at = at.AddHours(1);
        return new DateTimeOffset(at, time.Zone.GetUtcOffset(at)).ToUniversalTime();
    }

    static string RowId(CsvSource csv, Place place)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{place.Line}:{csv.Raw}")));
        return $"csv-{Convert.ToHexStringLower(hash.AsSpan(0, 16))}";
    }
}
