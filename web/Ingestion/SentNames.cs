using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Web.Hosting;

namespace CustomerGrains.Web.Ingestion;

/// <summary>Names that the senders of this installation use for names of the catalogue: configuration section <c>Catalogue:Aliases</c>, a list.</summary>
static class SentNames
{
    const string Section = "Catalogue:Aliases";

    /// <summary>The catalogue with these names.</summary>
    /// <exception cref="SettingException">A name or what it stands for is missing or unknown.</exception>
    public static Catalogue From(IConfiguration configuration)
    {
        var catalogue = Catalogue.Default;
        foreach (var item in configuration.GetSection(Section).GetChildren())
        {
            var (name, means) = (item["Name"], item["Means"]);
            if (string.IsNullOrWhiteSpace(name) || string.IsNullOrWhiteSpace(means))
                throw new SettingException($"{item.Path} needs a Name (what senders call it) and Means (the name of the catalogue that it stands for), such as \"Purchase\" and \"Order Completed\".");
            if (Catalogue.Default.Find(means) is null)
                throw new SettingException($"{item.Path}:Means is '{Shown.Value(means)}', which is not in the catalogue: use one of its names, such as \"Order Completed\" (docs/api.md lists them).");
            catalogue = catalogue.With([new(name, means)]);
        }
        return catalogue;
    }
}
