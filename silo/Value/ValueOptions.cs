using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace CustomerGrains.Silo.Value;

/// <summary>How money is shown: the configuration section <c>Value</c>.</summary>
/// <param name="ReportingCurrency"><c>Value:ReportingCurrency</c>: three letters; null = the first currency that arrives, kept from then on.</param>
/// <param name="Rates"><c>Value:Rates:XXX</c>: how much of the reporting currency one unit of XXX is worth; greater than 0.</param>
public sealed record ValueOptions(string? ReportingCurrency, IReadOnlyDictionary<string, decimal> Rates)
{
    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="ValueOptionsException">A setting is wrong; the message says which, what it is and what to do.</exception>
    public static ValueOptions From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection("Value");
        var currency = section["ReportingCurrency"];
        return new(
            string.IsNullOrWhiteSpace(currency) ? null : CurrencyIn("Value:ReportingCurrency", currency),
            section.GetSection("Rates").GetChildren().ToDictionary(
                rate => CurrencyIn($"Value:Rates:{rate.Key}", rate.Key),
                RateOf,
                StringComparer.Ordinal));
    }

    static string CurrencyIn(string setting, string text)
    {
        var currency = text.Trim().ToUpperInvariant();
        return currency.Length == 3 && currency.All(char.IsAsciiLetterUpper)
            ? currency
            : throw new ValueOptionsException(setting, text, "use the three letters of the currency, for example EUR");
    }

    static decimal RateOf(IConfigurationSection rate) =>
        decimal.TryParse(rate.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= 1_000_000_000
            ? value
            : throw new ValueOptionsException(rate.Path, rate.Value, "use a number greater than 0 with a decimal point, for example 1.17");
}

/// <summary>A setting of the section <c>Value</c> is wrong.</summary>
public sealed class ValueOptionsException(string setting, string? value, string wayOut)
    : Exception($"{setting} is '{value}': {wayOut}.");
