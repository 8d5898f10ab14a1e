namespace CustomerGrains.Contracts.Customers;

/// <summary>
/// References to customers for whoever makes very many: <see cref="IGrainFactory"/> reads the interface's attributes for every reference that it makes by a
/// type, which costs nearly as much as sending the call. Safe for concurrent use.
/// </summary>
public sealed class CustomerReferences(IGrainFactory grains)
{
    Names? _names;

    /// <summary>The customer with this id.</summary>
    public ICustomerGrain this[string id] =>
        _names is { } names ? (ICustomerGrain)grains.GetGrain(GrainId.Create(names.Grain, IdSpan.Create(id)), names.Interface) : First(id);

    ICustomerGrain First(string id)
    {
        var customer = grains.GetGrain<ICustomerGrain>(id);
        if (customer is GrainReference reference)
            _names = new(reference.GrainId.Type, reference.InterfaceType);
        return customer;
    }

    sealed record Names(GrainType Grain, GrainInterfaceType Interface);
}
