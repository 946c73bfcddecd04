using LongTail.Foundation;
using LongTail.Tools.DrawGrowth;

namespace LongTail.Tools.Tests;

public sealed class GrowthTests
{
    const string Header = "part,variant,classes,images,batch,milliseconds,step_milliseconds,share";

    [Fact]
    public void A_variant_may_have_commas_in_its_name()
    {
        GrowthRow[] rows = Read(Header, "augmentation,\"crop, flip and normalise\",10,12406,128,1.2,400,0.003");
        Assert.Equal([new("augmentation", "crop, flip and normalise", 10, 12406, 128, 0.003)], rows);
    }

    [Fact]
    public void A_file_of_something_else_is_refused() => Assert.Throws<DataException>(() => Read("a,b", "1,2"));

    [Fact]
    public void A_line_that_was_cut_is_refused_with_its_number()
    {
        DataException fault = Assert.Throws<DataException>(() => Read(Header, "loss,cross-entropy,10,0,32,1,100,0.01", "loss,cross-ent"));
        Assert.Contains("line 3", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chart_shows_the_dearest_case_at_each_place_and_leaves_out_what_does_not_depend_on_the_axis()
    {
        GrowthRow[] rows = Read(Header, "loss,a,100,0,32,1,100,0.01", "loss,a,10,0,32,1,100,0.02", "loss,b,10,0,128,1,100,0.04");
        Assert.Equal([(10, 4.0), (100, 1.0)], GrowthChart.Points(rows, "loss", GrowthAxis.All.Single(axis => axis.Name == "classes")));
        Assert.Empty(GrowthChart.Points(rows, "loss", GrowthAxis.All.Single(axis => axis.Name == "images")));
    }

    static GrowthRow[] Read(params string[] lines)
    {
        using TempFolder folder = new();
        string path = Path.Combine(folder.Path, "growth.csv");
        File.WriteAllLines(path, lines);
        return GrowthFile.Read(path);
    }
}
