namespace CustomerGrains.Domain.Customers;

/// <summary>An id whose journal is folded into a customer.</summary>
/// <param name="Id">The absorbed id.</param>
/// <param name="Through">The last entry of its journal; it is sealed after that; 0 for an id that came as part of another.</param>
/// <param name="Since">When it was absorbed.</param>
public sealed record LinkedId(string Id, long Through, DateTimeOffset Since);
