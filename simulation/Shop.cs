namespace CustomerGrains.Simulation;

/// <summary>One thing on sale; prices are the same number in every currency.</summary>
sealed record Article(string Id, string Name, string Category, decimal Price);

/// <summary>A small shop that sells what a kitchen needs.</summary>
static class Shop
{
    public static readonly IReadOnlyList<Article> Articles =
    [
        new("COF-01", "House Espresso 1 kg", "Coffee", 18.90m),
        new("COF-02", "Ethiopia Filter 250 g", "Coffee", 11.50m),
        new("COF-03", "Decaf 500 g", "Coffee", 13.20m),
        new("COF-04", "Hand Grinder", "Coffee", 64.00m),
        new("TEA-01", "Earl Grey Tin", "Tea", 9.80m),
        new("TEA-02", "Sencha 100 g", "Tea", 14.40m),
        new("TEA-03", "Rooibos 200 g", "Tea", 7.95m),
        new("CHO-01", "Dark 72 % Bar", "Chocolate", 4.20m),
        new("CHO-02", "Praline Box", "Chocolate", 24.50m),
        new("CHO-03", "Drinking Chocolate", "Chocolate", 10.90m),
        new("KIT-01", "Chef's Knife", "Kitchen", 79.00m),
        new("KIT-02", "Cast Iron Pan", "Kitchen", 89.90m),
        new("KIT-03", "Measuring Set", "Kitchen", 15.30m),
        new("KIT-04", "Linen Towels", "Kitchen", 22.00m),
        new("TAB-01", "Stoneware Mug", "Table", 16.50m),
        new("TAB-02", "Plate Set of Four", "Table", 58.00m),
        new("TAB-03", "Carafe", "Table", 34.90m),
        new("GAR-01", "Herb Seeds", "Garden", 6.40m),
        new("GAR-02", "Balcony Planter", "Garden", 42.00m),
    ];

    public static readonly IReadOnlyList<string> Categories = [.. Articles.Select(article => article.Category).Distinct()];

    public static readonly IReadOnlyList<string> FirstNames =
        ["Ada", "Ben", "Chiara", "Dmitri", "Elif", "Farid", "Grace", "Hana", "Ivan", "Jun", "Kofi", "Lena", "Mara", "Noor", "Otis", "Priya", "Rosa", "Sven", "Tariq", "Uma"];

    public static readonly IReadOnlyList<string> LastNames =
        ["Abel", "Berg", "Costa", "Diaz", "Evans", "Fischer", "Gupta", "Hughes", "Ito", "Jansen", "Kaya", "Lund", "Meyer", "Novak", "Okoye", "Park", "Rossi", "Sato", "Tran", "Weber"];

    public static readonly IReadOnlyList<string> Troubles =
        ["Parcel has not arrived", "Wrong item in the box", "Invoice needed", "Cup arrived broken", "How do I return this?", "Charged twice"];
}
