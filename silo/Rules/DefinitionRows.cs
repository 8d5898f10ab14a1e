using System.Data.Common;
using System.Globalization;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Rules;

/// <summary>How rows of the table of definitions are read.</summary>
static class DefinitionRows
{
    public const string Columns = "kind, key, version, ordinal, name, rule, description, published_at, published_by, deleted";

    public static DefinitionVersion Version(DbDataReader r) => new(
        new((DefinitionKind)r.GetInt16(0), r.GetString(1), r.GetInt32(2), r.GetInt32(3), r.GetString(4), r.GetString(5), r.TextOrNull(6), r.GetInt64(7), r.GetString(8)),
        r.GetBoolean(9));

    public static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
