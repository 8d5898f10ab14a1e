using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace CustomerGrains.Silo.Customers;

/// <summary>
/// Letters as people type them when they are in a hurry: lower case, without accents. A table of our own, because this program runs without
/// the culture data that the runtime would need to take letters apart.
/// </summary>
static class Letters
{
    const string Accented =
        "àáâãäåçèéêëìíîïðñòóôõöøùúûüýÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįıĵķĺļľłńņňōŏőŕŗřśŝşšţťŧũūŭůűųŵŷźżžơưǎǐǒǔǖǘǚǜǟǡǣ" +
        "ǧǩǫǭǯǰǵǹǻǽǿȁȃȅȇȉȋȍȏȑȓȕȗșțȟȧȩȫȭȯȱȳΐάέήίΰϊϋόύώёḁḃḅḇḉḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭ" +
        "ṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓẕẖẗẘẙẛạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ";

    const string Plain =
        "aaaaaaceeeeiiiidnoooooouuuuyyaaaccccddeeeeegggghhiiiiijkllllnnnooorrrsssstttuuuuuuwyzzzouaiouuuuuaaæ" +
        "gkooʒjgnaæøaaeeiioorruusthaeooooyιαεηιυιυουωеabbbcdddddeeeeefghhhhhiikkkllllmmmnnnnoooopprrrrssssstt" +
        "ttuuuuuvvwwwwwxxyzzzhtwyſaaaaaaaaaaaaeeeeeeeeiioooooooooooouuuuuuuyyyy";

    static readonly FrozenDictionary<char, char> Table = Accented.Zip(Plain).ToFrozenDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>The text in lower case, without accents; \u00df and the like as two letters.</summary>
    public static string Fold(string text)
    {
        var lower = text.ToLowerInvariant();
        if (IsPlain(lower))
            return lower;
        var folded = new StringBuilder(lower.Length);
        foreach (var letter in lower)
        {
            switch (letter)
            {
                case '\u00df':
                    folded.Append("ss");
                    break;
                case '\u00e6':
                    folded.Append("ae");
                    break;
                case '\u0153':
                    folded.Append("oe");
                    break;
                case '\u00fe':
                    folded.Append("th");
                    break;
                default:
                    // An accent that is a character of its own goes.
                    if (char.IsAscii(letter) || CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
                        folded.Append(Table.GetValueOrDefault(letter, letter));
                    break;
            }
        }

        return folded.ToString();
    }

    static bool IsPlain(string text)
    {
        foreach (var letter in text)
        {
            if (!char.IsAscii(letter))
                return false;
        }

        return true;
    }
}
