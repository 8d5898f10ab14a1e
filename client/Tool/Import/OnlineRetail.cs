using System.Globalization;

namespace CustomerGrains.Tool.Import;

/// <summary>
/// The UCI Online Retail data set: invoice lines of a British shop. An invoice whose number starts with a digit is one Order Completed,
/// one that starts with C is one Order Refunded; all others (bad-debt adjustments) are left out.
/// </summary>
sealed class OnlineRetail : IImportFormat
{
    readonly HashSet<string> _earlier = new(StringComparer.Ordinal);
    readonly InvoiceEvents _events = new();

    public string Unit => "invoice lines";

    public IEnumerable<ImportItem> Read(InputFile file)
    {
        // Lines of two invoices may alternate, so a file is grouped as a whole; the largest month has 85,000 lines.
        var invoices = ReadInvoices(file);
        foreach (var invoice in invoices)
            yield return _earlier.Add(invoice.Number)
                ? _events.Make(invoice)
                : ImportItem.Unusable(invoice.Place, invoice.Lines.Count, "the invoice was already in an earlier file");
    }

    public IEnumerable<string> Remarks() => _events.Remarks();

    static List<Invoice> ReadInvoices(InputFile file)
    {
        var all = new List<Invoice>();
        var byNumber = new Dictionary<string, Invoice>(StringComparer.Ordinal);
        using var csv = new CsvSource(file);
        var (number, code, description) = (csv.Column("InvoiceNo"), csv.Column("StockCode"), csv.Column("Description"));
        var (quantity, date, price) = (csv.Column("Quantity"), csv.Column("InvoiceDate"), csv.Column("UnitPrice"));
        var (customer, country) = (csv.Column("CustomerID"), csv.Column("Country"));
        while (csv.Read())
        {
            if (!byNumber.TryGetValue(csv[number], out var invoice))
            {
                invoice = new Invoice(csv[number], CustomerId(csv[customer]), csv[country], csv[date], csv.Place);
                byNumber.Add(invoice.Number, invoice);
                all.Add(invoice);
            }
            // One unreadable line makes the total wrong, so it spoils its invoice.
            invoice.Trouble ??= csv.Trouble ?? (invoice.Customer != CustomerId(csv[customer]) ? "its lines name several customers" : null);
            if (decimal.TryParse(csv[quantity], NumberStyles.Float, CultureInfo.InvariantCulture, out var count) &&
                decimal.TryParse(csv[price], NumberStyles.Float, CultureInfo.InvariantCulture, out var each))
                invoice.Lines.Add(new InvoiceLine(csv[code], csv[description], count, each));
            else invoice.Trouble ??= "Quantity or UnitPrice of a line is not a number";
        }
        return all;
    }

    // The published files have the ids as 17850.0, a trace of the spreadsheet that they come from.
    static string CustomerId(string text) => text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
}
