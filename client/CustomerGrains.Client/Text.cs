namespace CustomerGrains.Client;

/// <summary>The server's rules for ids and names, checked where the mistake is made instead of in a later answer.</summary>
static class Text
{
    public static string Id(string value, string parameter) => Checked(value, parameter, 256);

    public static string MessageId(string value, string parameter) => Checked(value, parameter, 100);

    public static string Name(string value, string parameter) => Checked(value, parameter, 200);

    static string Checked(string value, string parameter, int limit)
    {
        ArgumentNullException.ThrowIfNull(value, parameter);
        if (value.Length == 0)
            throw new ArgumentException($"{parameter} is empty; give 1 to {limit} characters.", parameter);
        if (value.Length > limit)
            throw new ArgumentException($"{parameter} has {value.Length} characters; the limit is {limit}.", parameter);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is < '\u0020' or '\u007f')
                throw new ArgumentException($"{parameter} has the control character U+{(int)value[i]:X4} at position {i}.", parameter);
            if (!char.IsSurrogate(value[i])) continue;
            if (!char.IsSurrogatePair(value, i))
                throw new ArgumentException($"{parameter} has half a surrogate pair at position {i}.", parameter);
            i++;
        }
        return value;
    }
}
