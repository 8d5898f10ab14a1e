using System.Globalization;
using System.Text.Json;
using CustomerGrains.Client;

namespace CustomerGrains.Tool.Import;

/// <summary>Makes an order or a refund of an invoice, and keeps it under the size limit of an event.</summary>
sealed class InvoiceEvents
{
    const string Currency = "GBP";

    int _withoutNames;
    int _folded;
    int _foldedLines;

    public ImportItem Make(Invoice invoice)
    {
        ImportItem Unusable(string reason) => ImportItem.Unusable(invoice.Place, invoice.Lines.Count, reason);

        var sale = invoice.Number.Length > 0 && char.IsAsciiDigit(invoice.Number[0]);
        if (!sale && !invoice.Number.StartsWith('C'))
        {
            var start = invoice.Number.Length > 0 ? invoice.Number[..1] : "nothing";
            return ImportItem.Leave(invoice.Place, invoice.Lines.Count, $"the invoice number starts with {start}: neither a sale nor a refund");
        }
        if (invoice.Trouble is { } trouble) return Unusable(trouble);
        if (!DateTime.TryParseExact(invoice.Time, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return Unusable("InvoiceDate is not a time such as 2010-12-01 08:26:00");
        var total = sale ? invoice.Sum : -invoice.Sum;
        if (total < 0) return Unusable(sale ? "a sale with a negative total" : "a refund with a positive total");

        // Shop time is taken for UTC: the data does not say more, and half of the year it is the same.
        var header = new Header(invoice, sale, total, new DateTimeOffset(time, TimeSpan.Zero));
        try
        {
            var item = Fit(header, [.. invoice.Lines.Select(line => new Product(line.StockCode, line.Description, sale ? line.Quantity : -line.Quantity, line.Price))]);
            return ImportItem.Of(invoice.Place, invoice.Lines.Count, item, header.Name, total, Currency);
        }
        catch (ArgumentException e)
        {
            return Unusable(e.Message);
        }
    }

    public IEnumerable<string> Remarks()
    {
        if (_withoutNames > 0)
            yield return $"{_withoutNames:N0} invoices were over the 32 KB of an event: sent without the products' descriptions.";
        if (_folded > 0)
            yield return $"{_folded:N0} of these were still too large: their {_foldedLines:N0} smallest lines are folded into one product \"other-lines\" each; totals are unchanged.";
    }

    CustomerEvent Fit(Header header, Product[] products)
    {
        try
        {
            return header.With(products);
        }
        catch (EventTooLargeException)
        {
            _withoutNames++;
        }
        Product[] bare = [.. products.Select(product => product with { Name = null })];
        try
        {
            return header.With(bare);
        }
        catch (EventTooLargeException)
        {
            return header.With(Fold(bare, header.With([]).Json.Length));
        }
    }

    /// <summary>Keeps the largest lines in their order, and adds one that has the sum of the others.</summary>
    Product[] Fold(Product[] products, int size)
    {
        var keep = new HashSet<int>();
        size += 128;
        foreach (var i in Enumerable.Range(0, products.Length).OrderByDescending(i => Math.Abs(products[i].Quantity * products[i].Price)).ThenBy(i => i))
        {
            size += JsonSerializer.SerializeToUtf8Bytes(products[i]).Length + 1;
            if (size > Limits.EventBytes) break;
            keep.Add(i);
        }
        _folded++;
        _foldedLines += products.Length - keep.Count;
        var others = Enumerable.Range(0, products.Length).Where(i => !keep.Contains(i)).Sum(i => products[i].Quantity * products[i].Price);
        return [.. products.Where((_, i) => keep.Contains(i)), new Product("other-lines", null, 1, others)];
    }

    sealed record Header(Invoice Invoice, bool Sale, decimal Total, DateTimeOffset Time)
    {
        public string Name => Sale ? "Order Completed" : "Order Refunded";

        public CustomerEvent With(IReadOnlyList<Product> products)
        {
            var customer = Invoice.Customer.Length > 0 ? Customer.Known(Invoice.Customer) : Customer.Anonymous($"guest-{Invoice.Number}");
            var properties = new { order_id = Invoice.Number, total = Total, currency = Currency, country = Invoice.Country, products };
            return CustomerEvent.Track(customer, Name, properties,
                new EventOptions { MessageId = $"online-retail-{Invoice.Number}", Timestamp = Time, Channel = "web" });
        }
    }
}
