using System.Globalization;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Kpis;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.DomainTests.Support;
using CustomerGrains.TestSupport;

namespace CustomerGrains.DomainTests.Experience;

public sealed class SurveyTests
{
    [Fact]
    public void The_last_answer_is_the_latest_by_event_time()
    {
        var experience = new Story()
            .Track("Survey Answered", 10, new { metric = "NPS", score = 9, comment = " Great " })
            .Track("Survey Answered", 5, new { metric = "nps", score = "3", comment = "Late" })
            .Track("Survey Answered", 6, new { metric = "ces", score = 7 })
            .Track("Survey Answered", 7, new { metric = "ces", score = 2 })
            .View.Experience;
        Assert.Equal(new NpsView(9, Story.Start.AddMinutes(10), "Great", 0, 2), experience.Nps);
        Assert.Equal(new CesView(2, Story.Start.AddMinutes(7), null, 4.5m, 50, 2), experience.Ces);
        Assert.Equal(new CsatView(null, null, null, null, 0), experience.Csat);
    }

    // Published: SFO customer survey 2018, NETPRO and Q7ALL.
    [SharedDataFact]
    public void A_real_surveys_published_NPS_and_CSAT_come_out_of_the_fold()
    {
        var rows = Csv.Read(SharedData.PathOf("sfo", "2018_SFO_Customer_Survey.csv"));
        var (nps, csat) = (rows[0].IndexOf("NETPRO  "), rows[0].IndexOf("Q7ALL"));
        var story = new Story("sfo");
        foreach (var row in rows.Skip(1))
        {
            Answer(story, "nps", row[nps], max: 10);
            Answer(story, "csat", row[csat] == "0" ? "" : row[csat], max: 5);
        }

        var experience = story.View.Experience;
        Assert.Equal((2650, 30.9811m), (experience.Nps.Answers, experience.Nps.Score));
        Assert.Equal((2625, 78.4381m), (experience.Csat.Answers, experience.Csat.Share));
        Assert.Equal((1268, 447), (story.State.Scores!.Nps!.Top, story.State.Scores.Nps.Low));
    }

    [SharedDataFact]
    public void The_counters_give_the_same_NPS()
    {
        var rows = Csv.Read(SharedData.PathOf("sfo", "2018_SFO_Customer_Survey.csv"));
        var nps = rows[0].IndexOf("NETPRO  ");
        var deltas = new List<KpiDelta>();
        foreach (var row in rows.Skip(1).Where(row => int.TryParse(row[nps], CultureInfo.InvariantCulture, out var score) && score <= 10))
        {
            var json = $$$"""{"type":"track","event":"Survey Answered","userId":"u","properties":{"metric":"nps","score":"{{{row[nps]}}}"}}""";
            TouchpointKpis.AddTo(deltas, Door.Accept(json).ToEntry(1), KpiScopes.None);
        }

        var sums = deltas.Where(d => d.Scopes is null).GroupBy(d => (d.Metric, d.Dimension)).ToDictionary(g => g.Key, g => g.Sum(d => d.Value));
        Assert.Equal(new NpsKpi(30.9811m, 2650, 1268, 935, 447), KpiView.From("all", Door.Now, Story.Pounds, sums).Nps);
    }

    static void Answer(Story story, string metric, string answer, int max)
    {
        if (int.TryParse(answer, CultureInfo.InvariantCulture, out var score) && score <= max)
            story.Track("Survey Answered", story.State.Version / 100.0, new { metric, score });
    }
}
