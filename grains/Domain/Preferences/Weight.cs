using System.Globalization;
using System.Numerics;

namespace CustomerGrains.Domain.Preferences;

/// <summary>
/// An exact sum of decayed weights: not negative, and so large that it is kept as some significant digits and the zeros behind them. What a customer did
/// within several years fits into one word, so that a resident customer's weights need no objects of their own; whatever is further apart becomes a big integer.
/// </summary>
readonly struct Weight : IEquatable<Weight>, IComparable<Weight>
{
    // Odd, or 0 for nothing: equal weights have equal digits.
    readonly ulong _digits;
    readonly int _zeros;

    // A BigInteger, if the digits do not suffice.
    readonly object? _large;

    Weight(ulong digits, int zeros)
    {
        var even = digits == 0 ? 0 : BitOperations.TrailingZeroCount(digits);
        (_digits, _zeros) = (digits >> even, digits == 0 ? 0 : zeros + even);
    }

    Weight(BigInteger large) => _large = large;

    /// <summary>Nothing.</summary>
    public static Weight Zero => default;

    /// <summary>Whether it is nothing.</summary>
    public bool IsZero => _digits == 0 && _large is null;

    /// <summary>The number with so many binary zeros behind it.</summary>
    public static Weight Of(ulong digits, int zeros) => new(digits, zeros);

    /// <summary>The number.</summary>
    public static Weight Of(BigInteger number)
    {
        var zeros = number.IsZero ? 0 : (int)BigInteger.TrailingZeroCount(number);
        var digits = number >> zeros;
        return digits <= ulong.MaxValue ? new((ulong)digits, zeros) : new(number);
    }

    public static Weight operator +(Weight one, Weight other)
    {
        if (one._large is null && other._large is null)
        {
            if (one.IsZero || other.IsZero)
                return one.IsZero ? other : one;
            var (low, high) = one._zeros <= other._zeros ? (one, other) : (other, one);
            var apart = high._zeros - low._zeros;
            // A bit is left for the carry.
            if (apart < BitOperations.LeadingZeroCount(high._digits) && low._digits >> 63 == 0)
                return new(low._digits + (high._digits << apart), low._zeros);
        }

        return Of(one.ToBigInteger() + other.ToBigInteger());
    }

    public static bool operator ==(Weight one, Weight other) => one.Equals(other);

    public static bool operator !=(Weight one, Weight other) => !one.Equals(other);

    public static bool operator >(Weight one, Weight other) => one.CompareTo(other) > 0;

    public static bool operator <(Weight one, Weight other) => one.CompareTo(other) < 0;

    public static bool operator >=(Weight one, Weight other) => one.CompareTo(other) >= 0;

    public static bool operator <=(Weight one, Weight other) => one.CompareTo(other) <= 0;

    /// <summary>How many times the other this is: infinite or not a number if that is nothing.</summary>
    public double Per(Weight other)
    {
        var ((digits, zeros), (otherDigits, otherZeros)) = (ToScaled(), other.ToScaled());
        return Math.ScaleB(digits / otherDigits, zeros - otherZeros);
    }

    /// <summary>The number, rounded.</summary>
    public double ToDouble()
    {
        var (digits, zeros) = ToScaled();
        return Math.ScaleB(digits, zeros);
    }

    /// <summary>The number.</summary>
    public BigInteger ToBigInteger() => _large is BigInteger large ? large : (BigInteger)_digits << _zeros;

    /// <inheritdoc/>
    public int CompareTo(Weight other)
    {
        if (_large is not null || other._large is not null || _digits == 0 || other._digits == 0)
            return ToBigInteger().CompareTo(other.ToBigInteger());
        var bits = 64 - BitOperations.LeadingZeroCount(_digits) + _zeros;
        var otherBits = 64 - BitOperations.LeadingZeroCount(other._digits) + other._zeros;
        return bits != otherBits
            ? bits.CompareTo(otherBits)
            : (_digits << BitOperations.LeadingZeroCount(_digits)).CompareTo(other._digits << BitOperations.LeadingZeroCount(other._digits));
    }

    /// <inheritdoc/>
    public bool Equals(Weight other) => _digits == other._digits && _zeros == other._zeros && Equals(_large, other._large);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Weight other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_digits, _zeros, _large);

    /// <summary>The significant digits in hexadecimal, "p", and the number of binary zeros behind them.</summary>
    public override string ToString()
    {
        var number = ToBigInteger();
        var zeros = number.IsZero ? 0 : (int)BigInteger.TrailingZeroCount(number);
        return string.Create(CultureInfo.InvariantCulture, $"{number >> zeros:x}p{zeros}").TrimStart('0');
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out Weight weight)
    {
        weight = default;
        var p = text.IndexOf('p', StringComparison.Ordinal);
        if (p < 0
            || !BigInteger.TryParse(string.Concat("0", text.AsSpan(0, p)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var digits)
            || !int.TryParse(text.AsSpan(p + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var zeros)
            || zeros > MostZeros)
            return false;
        weight = Of(digits << zeros);
        return true;
    }

    // More than any time that can be sent comes to.
    const int MostZeros = 1_000_000;

    // A large one to the precision of a double and more.
    (double Digits, int Zeros) ToScaled()
    {
        if (_large is not BigInteger large)
            return (_digits, _zeros);
        var less = (int)Math.Max(0, large.GetBitLength() - 64);
        return ((double)(ulong)(large >> less), less);
    }
}
