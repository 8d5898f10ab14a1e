using System.Text;

namespace CustomerGrains.DomainTests.Support;

/// <summary>Just enough CSV for the data of tests.</summary>
static class Csv
{
    public static List<List<string>> Read(string path)
    {
        var rows = new List<List<string>>();
        var (row, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        foreach (var c in File.ReadAllText(path, Encoding.Latin1))
        {
            if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
                EndCell();
            else if (c == '\n' && !quoted)
                EndRow();
            else if (c != '\r')
                cell.Append(c);
        }

        if (row.Count > 0)
            EndRow();
        return rows;

        void EndCell()
        {
            row.Add(cell.ToString());
            cell.Clear();
        }

        void EndRow()
        {
            EndCell();
            rows.Add(row);
            row = [];
        }
    }
}
