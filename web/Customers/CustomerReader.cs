using CustomerGrains.Contracts.Customers;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Customers;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Grains.Value;
using CustomerGrains.Silo.Customers;

namespace CustomerGrains.Web.Customers;

/// <summary>Reads customers for the API: the living ones from their grains, lists from the read model, the past from the journal.</summary>
sealed class CustomerReader(
    IGrainFactory grains, ICustomerDirectory directory, CustomerHistory history, IJournalReader journal, IReportingCurrency reporting, IRuleBook rules, IPredictions predictions)
{
    /// <summary>The customer as she is now; an id that became part of another answers as that one. Null if there is none.</summary>
    public Task<CustomerDocument?> GetAsync(string id) => grains.GetGrain<ICustomerGrain>(id).Get();

    /// <summary>The customer as she was known at an instant. Null if nothing had arrived by then.</summary>
    public async Task<CustomerView?> GetAsOfAsync(string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var state = await history.AsOfAsync(id, at, cancellationToken);
        return state is null ? null : CustomerView.From(state, at, reporting.Current, rules.Current, predictions);
    }

    /// <summary>A page of customers, latest seen first.</summary>
    /// <exception cref="FormatException">The cursor is not one of ours.</exception>
    public async Task<PageReply<CustomerRowReply>> SearchAsync(CustomerQuery query, CancellationToken cancellationToken)
    {
        var page = await directory.SearchAsync(query, cancellationToken);
        return new([.. await Task.WhenAll(page.Items.Select(RowAsync))], page.Next, page.Total);
    }

    /// <summary>
    /// A page of a customer's touchpoints with those of her linked ids, newest event first; optionally only of a channel, only of a shown name, only what had
    /// arrived by an instant. Null if there is no such customer.
    /// </summary>
    /// <exception cref="FormatException">The cursor is not one of ours.</exception>
    public async Task<PageReply<TouchpointRow>?> TouchpointsAsync(
        string id, string? before, int limit, Channel? channel, string? name, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        if (await GetAsync(id) is not { } document) return null;
        string[] ids = [document.CustomerId, .. await directory.LinksAsync(document.CustomerId, cancellationToken)];
        var filter = new TouchpointFilter(channel, at, name is null ? null : entry => ShownName.Matches(entry, name));
        var page = await directory.TouchpointsAsync(ids, before, limit, filter, cancellationToken);
        var removed = page.Next is null ? await journal.ReadBasesAsync(ids, cancellationToken) : [];
        return new([.. page.Items.Select(item => Row(document.CustomerId, item.Entry))], page.Next)
        {
            RemovedUntil = removed.Count == 0 ? null : removed.Max(each => each.ReceivedAt),
        };
    }

    static TouchpointRow Row(string customerId, JournalEntry entry) => TouchpointRow.From(customerId, entry, withBody: true);

    async Task<CustomerRowReply> RowAsync(CustomerListing item)
    {
        // A row that an older program wrote last does not say what she bought: then she is asked herself.
        var (orders, net, currency) = item.Purchases is { } purchases
            ? PurchaseText.Read(purchases, reporting.Current)
            : CustomerRowReply.ValueOf(await GetAsync(item.Id));
        return new(
            item.Id, item.DisplayName, item.Email, item.Phone, item.Known, item.Stage, item.FirstSeen, item.LastSeen,
            orders, net, currency ?? reporting.Current.Currency);
    }
}
