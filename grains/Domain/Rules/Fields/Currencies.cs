namespace CustomerGrains.Domain.Rules.Fields;

/// <summary>How amounts of several currencies add up, as everywhere in this program.</summary>
static class Currencies
{
    /// <summary>Totals are rounded to so many.</summary>
    public const int Decimals = 6;

    /// <summary>
    /// What an amount counts with: its rate where the reporting currency is <paramref name="asked"/> for (null), 1 where its own currency is; 0 = it is left out.
    /// An amount without a currency is of the reporting one.
    /// </summary>
    public static decimal Factor(string currency, string? asked, in RuleContext context)
    {
        if (asked is null)
            return context.Currency is { } reporting ? reporting.RateOf(currency) ?? 0 : currency.Length == 0 ? 1 : 0;
        return currency == asked || (currency.Length == 0 && asked == context.Currency?.Currency) ? 1 : 0;
    }
}

/// <summary>Days of UTC.</summary>
static class Days
{
    public const long Length = 86_400_000;

    /// <summary>The beginning of the day of an instant.</summary>
    public static long Start(long time) => time - (((time % Length) + Length) % Length);
}
