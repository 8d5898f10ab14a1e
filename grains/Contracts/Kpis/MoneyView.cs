namespace CustomerGrains.Contracts.Kpis;

/// <summary>Exact money of one currency.</summary>
/// <param name="Orders">Completed orders.</param>
/// <param name="Gross">Their money.</param>
/// <param name="RefundCount">Refunds and cancellations.</param>
/// <param name="Refunded">Money given back.</param>
/// <param name="Net">Gross minus refunded.</param>
public sealed record MoneyView(long Orders, decimal Gross, long RefundCount, decimal Refunded, decimal Net);
