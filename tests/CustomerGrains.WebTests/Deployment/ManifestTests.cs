using System.Text.RegularExpressions;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Configuration;

namespace CustomerGrains.WebTests.Deployment;

/// <summary>The files below deploy/ hang together: with each other, with the images and with what the programs know.</summary>
public sealed partial class ManifestTests
{
    const string OurImages = "customergrains/";

    static readonly string _dockerfile = File.ReadAllText(Path.Combine(Manifest.Folder, "Dockerfile"));

    [Fact]
    public void Every_setting_of_a_manifest_is_one_that_the_programs_know()
    {
        var settings = Manifest.All.SelectMany(SettingsOf).Concat(ImageSettings().Select(setting => (File: "Dockerfile", setting.Name))).ToList();

        Assert.True(settings.Count > 20, $"only {settings.Count} settings were found");
        Assert.All(settings, setting => Assert.True(ConfigurationPage.Knows(setting.Name), $"{setting.File}: docs/configuration.md does not know {setting.Name}"));
    }

    [Fact]
    public void Every_image_is_one_that_the_Dockerfile_builds()
    {
        var images = Compose().SelectMany(file => file["services"].Entries.Values).Concat(Workloads().SelectMany(Containers)).Select(each => each["image"].Text!)
            .Where(image => image.StartsWith(OurImages, StringComparison.Ordinal)).Select(image => image[OurImages.Length..].Split(':')[0]).ToHashSet();

        Assert.Equal(["silo", "tool", "web"], images.Order());
        Assert.All(images, image => Assert.Matches($@"(?m)^FROM \S+ AS {image}$", _dockerfile));
        Assert.All(
            Compose().SelectMany(file => file["services"].Entries.Values).Where(service => service["build"].Exists),
            service => Assert.Equal(OurImages + service["build"]["target"].Text, service["image"].Text));
    }

    [Fact]
    public void The_image_starts_programs_that_exist_with_a_store_that_can_be_opened()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
            ImageSettings().Where(setting => setting.Name.Contains("__", StringComparison.Ordinal)).Select(setting => KeyValuePair.Create(setting.Name.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value))).Build();

        Assert.Contains("/data/customergrains.db", StoreOptions.From(settings).ConnectionString, StringComparison.Ordinal);
        Assert.All(Program().Matches(_dockerfile).Select(match => match.Groups[1].Value), program => Assert.Contains(program, new[] { "CustomerGrains.Web", "CustomerGrains.Silo", "customergrains" }));
    }

    [Fact]
    public void Every_workload_says_what_it_needs_ends_in_peace_and_runs_as_nobody_special()
    {
        foreach (var workload in Workloads())
        {
            var pod = workload["spec"]["template"]["spec"];
            Assert.True(int.Parse(pod["terminationGracePeriodSeconds"].Text!, null) > 30, $"{workload.Name} is killed before .NET's own 30 s are over");
            Assert.Equal("true", pod["securityContext"]["runAsNonRoot"].Text);
            foreach (var container in Containers(workload))
            {
                Assert.True(container["resources"]["requests"]["cpu"].Exists && container["resources"]["limits"]["memory"].Exists, $"{workload.Name} does not say what it needs");
                Assert.Equal("true", container["securityContext"]["readOnlyRootFilesystem"].Text);
                var volumes = pod["volumes"].Items.Select(volume => volume["name"].Text).ToHashSet();
                Assert.All(container["volumeMounts"].Items, mount => Assert.Contains(mount["name"].Text, volumes));
            }
        }
    }

    [Fact]
    public void The_web_processes_are_asked_whether_they_live_and_whether_they_are_ready()
    {
        var container = Assert.Single(Containers(Assert.Single(Manifest.OfKind("Deployment"), deployment => deployment.Name == "web")));

        Assert.Equal("/health/live", container["livenessProbe"]["httpGet"]["path"].Text);
        Assert.Equal("/health/ready", container["readinessProbe"]["httpGet"]["path"].Text);
        Assert.Equal("/health/ready", container["startupProbe"]["httpGet"]["path"].Text);
        Assert.Contains(container["ports"].Items, port => port["name"].Text == container["readinessProbe"]["httpGet"]["port"].Text);
    }

    [Fact]
    public void Services_and_budgets_choose_pods_that_there_are_and_every_workload_has_a_budget()
    {
        foreach (var chooser in Manifest.OfKind("Service", "PodDisruptionBudget"))
        {
            var selector = chooser.Kind == "Service" ? chooser["spec"]["selector"] : chooser["spec"]["selector"]["matchLabels"];
            Assert.Contains(Workloads(), workload => Labels(selector).IsSubsetOf(Labels(workload["spec"]["template"]["metadata"]["labels"])));
        }

        Assert.All(Workloads(), workload => Assert.Contains(Manifest.OfKind("PodDisruptionBudget"), budget => budget.Name == workload.Name));
        Assert.All(Workloads(), workload => Assert.True(
            Labels(workload["spec"]["selector"]["matchLabels"]).SetEquals(Labels(workload["spec"]["template"]["metadata"]["labels"]))));
    }

    [Fact]
    public void Secrets_are_named_and_never_written_down()
    {
        string[] secret = ["ConnectionString", "AdminPassword", "WriteKey", "ApiToken"];
        var variables = Workloads().SelectMany(Containers).SelectMany(container => container["env"].Items).ToList();

        Assert.DoesNotContain(Manifest.All, document => document.Kind == "Secret");
        Assert.All(
            variables.Where(variable => Array.Exists(secret, end => variable["name"].Text!.EndsWith(end, StringComparison.Ordinal))),
            variable => Assert.Equal("customergrains", variable["valueFrom"]["secretKeyRef"]["name"].Text));
        Assert.DoesNotContain(
            Manifest.OfKind("ConfigMap").SelectMany(map => map["data"].Entries.Keys), key => Array.Exists(secret, end => key.EndsWith(end, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_manifest_of_Kubernetes_is_in_the_kustomization_and_every_file_in_it_exists()
    {
        var listed = Assert.Single(Manifest.OfKind("Kustomization"))["resources"].Items.Select(item => item.Text!);
        var files = Directory.EnumerateFiles(Path.Combine(Manifest.Folder, "kubernetes")).Select(Path.GetFileName).Where(name => name != "kustomization.yaml");

        Assert.Equal(files.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    static IEnumerable<Manifest> Compose() => Manifest.All.Where(document => document["services"].Exists);

    static IEnumerable<Manifest> Workloads() => Manifest.OfKind("Deployment", "StatefulSet");

    static IReadOnlyList<Manifest> Containers(Manifest workload) => workload["spec"]["template"]["spec"]["containers"].Items;

    static HashSet<string> Labels(Manifest labels) => [.. labels.Entries.Select(pair => $"{pair.Key}={pair.Value.Text}")];

    static IEnumerable<(string File, string Name)> SettingsOf(Manifest document)
    {
        var names = document["services"].Entries.Values
            .Where(service => service["image"].Text!.StartsWith(OurImages, StringComparison.Ordinal)).SelectMany(service => service["environment"].Entries.Keys);
        if (document.Kind == "ConfigMap")
            names = document["data"].Entries.Keys;
        if (document.Kind is "Deployment" or "StatefulSet")
            names = Containers(document).SelectMany(container => container["env"].Items).Select(variable => variable["name"].Text!);
        return names.Select(name => (document.File, name));
    }

    // What the images set, but for .NET's own switches.
    static IEnumerable<(string Name, string Value)> ImageSettings() =>
        Variable().Matches(_dockerfile).Select(match => (match.Groups[1].Value, match.Groups[2].Value.Trim('"'))).Where(setting => !setting.Item1.StartsWith("DOTNET_", StringComparison.Ordinal));

    [GeneratedRegex("""^(?:ENV|   ) (\w+)=("[^"]*"|\S+)""", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex("""ENTRYPOINT \["dotnet", "([\w.]+)\.dll"\]""")]
    private static partial Regex Program();
}
