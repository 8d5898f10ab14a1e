using System.Globalization;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Benchmarks.Search;

/// <summary>Customers with names, addresses and phone numbers that are as common and as rare as in life; the same in every run.</summary>
static class People
{
    // Roughly by how many people have them: the first ones many, the last ones few.
    static readonly string[] First =
        "Anna James Mary John Maria David Sarah Michael Laura Peter Emma Thomas Julia Daniel Sophie Paul Olivia Mark Elena Andrew Lucy Stefan Nina Robert Clara Jonas Zoë Émile Björn Łukasz Siobhán Xavier Yusuf Ngozi Priya Kenji Aaliyah Þóra Wojciech Quentin".Split(' ');

    static readonly string[] Last =
        "Smith Müller Jones Brown Taylor García Williams Schmidt Johnson Davies Rossi Martin Dubois Novak Andersen Kowalski O'Brien Silva Nguyen Kim Patel Wagner Becker Hansen Moreau Fischer Weber Costa Lindström Papadopoulos O'Hara-Lee MacGregor Yıldız Šimić Abernathy Featherstone Quigley Zieliński Van-der-Berg Ólafsdóttir".Split(' ');

    static readonly string[] Hosts = ["gmail.com", "outlook.com", "example.com", "web.de", "orange.fr", "acme-industries.co.uk", "uni-ulm.example"];

    /// <summary>Customer number <paramref name="i"/> of so many, seen at some time of the last year.</summary>
    public static CustomerRow Of(int i, DateTimeOffset now)
    {
        var random = new Random(i * 7919);
        var seen = now.AddSeconds(-random.Next(365 * 24 * 3_600));
        var id = $"customer-{i:000000}";
        if (i % 5 == 4) // of every fifth only the id is known
            return new($"{new Guid(random.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, (byte)i)}", null, false, null, null, null, "Considering", seen.AddHours(-1), seen);
        var (first, last) = (Pick(First, random), Pick(Last, random) + (random.Next(3) == 0 ? Suffix(random) : ""));
        var email = string.Create(CultureInfo.InvariantCulture, $"{first}.{last}{random.Next(1_000)}@{Hosts[random.Next(Hosts.Length)]}").ToLowerInvariant();
        var phone = string.Create(CultureInfo.InvariantCulture, $"+{random.Next(30, 50)} {random.Next(100, 999)} {random.Next(1_000, 9_999)}-{random.Next(1_000, 9_999)}");
        return new(id, null, true, $"{first} {last}", email, phone, "Loyal", seen.AddDays(-30), seen, random.Next(2) == 0 ? "" : "EUR 3 149.85 1 20\n");
    }

    // Zipf, more or less.
    static string Pick(string[] names, Random random) => names[(int)(names.Length * Math.Pow(random.NextDouble(), 2.2))];

    static string Suffix(Random random) => $"{(char)('a' + random.Next(26))}{(char)('a' + random.Next(26))}son";
}
