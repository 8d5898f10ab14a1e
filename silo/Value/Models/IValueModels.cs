using CustomerGrains.Domain.Value.Prediction;

namespace CustomerGrains.Silo.Value.Models;

/// <summary>The fitted models of the store, as this process knows them.</summary>
public interface IValueModels
{
    /// <summary>The latest; null before the first.</summary>
    FittedModel? Latest { get; }

    /// <summary>What the last look at all customers by this process found; null before the first look.</summary>
    BaseCount? LastLook { get; }
}

/// <summary>What a look at all customers found.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Customers">Known customers with an order.</param>
/// <param name="RepeatCustomers">Those of them who bought on more than one day.</param>
public sealed record BaseCount(DateTimeOffset At, long Customers, long RepeatCustomers);
